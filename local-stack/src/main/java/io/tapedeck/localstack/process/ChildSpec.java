package io.tapedeck.localstack.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a child JVM is started with.
 *
 * @param name short name; prefix of its files in {@code directory}
 * @param mainClass the process entry, which hands itself to {@link ProcessShell}
 * @param jvmOptions heap, collector and the like
 * @param configuration the one file the process entry reads
 * @param directory where pid, log and argument files live; created if absent
 * @param readyWithin how long a start may take before it counts as failed
 * @param detached whether it outlives the process that started it
 */
public record ChildSpec(
    String name,
    String mainClass,
    List<String> jvmOptions,
    Path configuration,
    Path directory,
    Duration readyWithin,
    boolean detached) {

  public ChildSpec {
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** The rolling log of the child. */
  public Path logFile() {
    return directory.resolve(name + ".log");
  }

  Path outputFile() {
    return directory.resolve(name + ".out");
  }

  Path readyFile() {
    return directory.resolve(name + ".ready");
  }

  Path argumentFile() {
    return directory.resolve(name + ".args");
  }
}
