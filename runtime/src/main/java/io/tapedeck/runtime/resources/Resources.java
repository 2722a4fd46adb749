package io.tapedeck.runtime.resources;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Use of the machine, and of this JVM's heap, in percent; NaN where the system does not tell.
 *
 * @param cpu of all cores together, since the last look of this process
 * @param memory of the machine, what could be freed counted as free
 * @param disk of the file system of the state folder
 * @param heap what the last collection left of the oldest generation, of its largest size
 */
public record Resources(double cpu, double memory, double disk, double heap) {
  private static final Path MEMINFO = Path.of("/proc/meminfo");

  /**
   * Looks.
   *
   * @param folder whose file system counts; need not exist yet
   */
  public static Resources now(Path folder) {
    double total = memoryBytes("MemTotal");
    double available = memoryBytes("MemAvailable");
    return new Resources(
        cpuPercent(), 100 * (1 - available / total), diskPercent(folder), heapPercent());
  }

  /**
   * A line of the kernel's memory table, in bytes; NaN where there is none.
   *
   * @param name such as {@code MemAvailable}
   */
  public static double memoryBytes(String name) {
    try {
      Matcher line =
          Pattern.compile("(?m)^" + name + ":\\s+(\\d+) kB").matcher(Files.readString(MEMINFO));
      return line.find() ? Long.parseLong(line.group(1)) * 1024.0 : Double.NaN;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static double cpuPercent() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            && system.getCpuLoad() >= 0
        ? 100 * system.getCpuLoad()
        : Double.NaN;
  }

  private static double diskPercent(Path folder) {
    try {
      FileStore store = Files.getFileStore(present(folder));
      return 100.0 * (store.getTotalSpace() - store.getUsableSpace()) / store.getTotalSpace();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  /** The folder, or the nearest one above it that exists. */
  public static Path present(Path folder) {
    Path at = folder.toAbsolutePath();
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  private static double heapPercent() {
    double used = 0;
    double max = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage kept = pool.getCollectionUsage();
      String name = pool.getName().toLowerCase(Locale.ROOT);
      boolean oldest = name.contains("old") || name.contains("tenured");
      if (pool.getType() == MemoryType.HEAP && oldest && kept != null && kept.getMax() > 0) {
        used += kept.getUsed();
        max += kept.getMax();
      }
    }
    return max == 0 ? Double.NaN : 100 * used / max;
  }
}
