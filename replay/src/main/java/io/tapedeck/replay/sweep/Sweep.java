package io.tapedeck.replay.sweep;

import io.tapedeck.replay.backtest.BacktestPlan;
import io.tapedeck.replay.backtest.BacktestResult;
import io.tapedeck.replay.backtest.BacktestRun;
import io.tapedeck.replay.backtest.ResultJson;
import io.tapedeck.replay.tick.TickSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs candidates side by side, each in one thread of its own, all over one tape. */
public final class Sweep {
  /** Of these the smaller is the better. */
  private static final List<String> SMALLER = List.of("max_drawdown", "annual_volatility", "fees");

  private Sweep() {}

  /**
   * One run to be made.
   *
   * @param key of all that its result depends on, to know it again
   * @param parameters by name, as they were chosen
   */
  public record Candidate(String key, SortedMap<String, String> parameters, BacktestPlan plan) {}

  /**
   * One run that was made.
   *
   * @param figures by name
   */
  public record Row(String key, SortedMap<String, String> parameters, Map<String, Object> figures) {

    /** A figure as a number, NaN if it has no meaning. */
    public double figure(String name) {
      Object value = figures.get(name);
      if (value instanceof Number number) {
        return number.doubleValue();
      }
      return value instanceof String text ? Double.parseDouble(text) : Double.NaN;
    }
  }

  /**
   * Runs them; rows in the order of the candidates, whatever the number of threads.
   *
   * @param tape a fresh reading of the ticks for each run; asked for by several threads
   * @param done told each row once, by the threads that made them, one at a time
   * @throws IllegalStateException naming the candidate whose run failed
   */
  public static List<Row> run(
      Supplier<TickSource> tape, List<Candidate> candidates, int threads, Consumer<Row> done)
      throws InterruptedException {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "replay-sweep");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<Row>> running = new ArrayList<>();
      for (Candidate candidate : candidates) {
        running.add(
            workers.submit(
                () -> {
                  Row row = run(tape, candidate);
                  synchronized (done) {
                    done.accept(row);
                  }
                  return row;
                }));
      }
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < running.size(); i++) {
        rows.add(row(running.get(i), candidates.get(i)));
      }
      return rows;
    } finally {
      workers.shutdownNow();
    }
  }

  private static Row row(Future<Row> running, Candidate candidate) throws InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the run with " + candidate.parameters() + " failed: " + e.getCause(), e);
    }
  }

  private static Row run(Supplier<TickSource> tape, Candidate candidate) {
    try (TickSource ticks = tape.get()) {
      BacktestResult result = BacktestRun.of(candidate.plan(), ticks);
      return new Row(candidate.key(), candidate.parameters(), ResultJson.row(result));
    }
  }

  /** Best first by a figure; rows without it last, equal ones in their order. */
  public static List<Row> best(List<Row> rows, String figure) {
    List<Row> sorted = new ArrayList<>(rows);
    Comparator<Row> byFigure = Comparator.comparingDouble(row -> worth(row, figure));
    sorted.sort(byFigure.reversed());
    return sorted;
  }

  private static double worth(Row row, String figure) {
    double value = row.figure(figure);
    double signed = SMALLER.contains(figure) ? -value : value;
    return Double.isNaN(signed) ? Double.NEGATIVE_INFINITY : signed;
  }

  /** The best row by a figure, null if none has it. */
  public static @Nullable Row winner(List<Row> rows, String figure) {
    List<Row> sorted = best(rows, figure);
    return sorted.isEmpty() || Double.isNaN(sorted.get(0).figure(figure)) ? null : sorted.get(0);
  }
}
