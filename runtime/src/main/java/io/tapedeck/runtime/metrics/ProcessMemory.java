package io.tapedeck.runtime.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the process really occupies; Kafka and RocksDB live outside the Java heap. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  private ProcessMemory() {}

  static double residentBytes() {
    try {
      Matcher resident = RESIDENT.matcher(Files.readString(STATUS));
      return resident.find() ? Long.parseLong(resident.group(1)) * 1024.0 : Double.NaN;
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
