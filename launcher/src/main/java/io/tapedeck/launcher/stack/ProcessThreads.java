package io.tapedeck.launcher.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * CPU time of a process's threads at an instant, as Linux counts it; empty elsewhere.
 *
 * @param nanos monotonic time of the look
 * @param ticks hundredths of a second of CPU by thread: id and name
 */
public record ProcessThreads(long pid, long nanos, Map<String, Long> ticks) {
  private static final double TICKS_A_SECOND = 100;

  /** Looks. */
  public static ProcessThreads of(long pid) {
    Map<String, Long> ticks = new TreeMap<>();
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    if (Files.isDirectory(tasks)) {
      try (Stream<Path> threads = Files.list(tasks)) {
        for (Path thread : threads.toList()) {
          add(thread, ticks);
        }
      } catch (IOException e) {
        // the process ended while it was looked at
      }
    }
    return new ProcessThreads(pid, System.nanoTime(), ticks);
  }

  private static void add(Path thread, Map<String, Long> ticks) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      // the name is in parentheses and may hold any character, also a parenthesis
      int end = stat.lastIndexOf(')');
      String name = stat.substring(stat.indexOf('(') + 1, end);
      String[] fields = stat.substring(end + 2).split(" ", -1);
      ticks.put(
          thread.getFileName() + " " + name,
          Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
    } catch (IOException e) {
      // the thread ended while it was looked at
    }
  }

  /**
   * Use between two looks.
   *
   * @param cpuPercent of one core
   * @param byThread percent of one core, by thread
   */
  public record Use(
      double cpuPercent, long residentBytes, int threads, Map<String, Double> byThread) {
    /** The busiest threads, the busiest first. */
    public Map<String, Double> busiest(int count) {
      Map<String, Double> first = new LinkedHashMap<>();
      byThread.entrySet().stream()
          .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
          .limit(count)
          .forEach(entry -> first.put(entry.getKey(), entry.getValue()));
      return first;
    }
  }

  /** What was used from this look to a later one. */
  public Use until(ProcessThreads later) {
    double seconds = (later.nanos - nanos) / 1e9;
    Map<String, Double> percents = new TreeMap<>();
    double sum = 0;
    for (Map.Entry<String, Long> thread : later.ticks.entrySet()) {
      long used = thread.getValue() - ticks.getOrDefault(thread.getKey(), 0L);
      double percent = Math.round(1_000 * used / TICKS_A_SECOND / seconds) / 10.0;
      percents.put(thread.getKey(), percent);
      sum += percent;
    }
    return new Use(
        Math.round(sum * 10) / 10.0, PartState.residentBytes(pid), later.ticks.size(), percents);
  }
}
