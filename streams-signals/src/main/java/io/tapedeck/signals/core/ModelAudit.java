package io.tapedeck.signals.core;

import io.tapedeck.domain.signal.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Past signals scored again with another model, and how their features drift: by partition, in
 * ranges of so many signals in the order of their offsets. A feature's drift is how far its mean
 * lies from that in the partition's first range, in standard deviations of that range. For one
 * thread.
 */
public final class ModelAudit {
  private static final double HALF = 0.5;

  private final Model candidate;
  private final List<String> features;
  private final int rangeSize;
  private final Map<Integer, List<Range>> ranges = new TreeMap<>();
  private final float[] vector;
  private final float[] score = new float[1];
  private long signals;
  private long otherShape;
  private long unlike;
  private double worst;
  private String worstAt = "";
  private final Pairs all = new Pairs();

  /**
   * An audit.
   *
   * @param features names in the candidate's order, for the report
   */
  public ModelAudit(Model candidate, List<String> features, int rangeSize) {
    this.candidate = candidate;
    this.features = List.copyOf(features);
    this.rangeSize = rangeSize;
    this.vector = new float[features.size()];
  }

  /** Sums over pairs of an old and a new score. */
  private static final class Pairs {
    private long count;
    private long agreed;
    private double distance;
    private double was;
    private double is;
    private double wasSquared;
    private double isSquared;
    private double product;

    void add(double old, double young) {
      count++;
      agreed += old > HALF == young > HALF ? 1 : 0;
      distance += Math.abs(old - young);
      was += old;
      is += young;
      wasSquared += old * old;
      isSquared += young * young;
      product += old * young;
    }

    Map<String, Object> report() {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("mean_score_then", count == 0 ? 0 : was / count);
      report.put("mean_score_now", count == 0 ? 0 : is / count);
      report.put("mean_distance", count == 0 ? 0 : distance / count);
      report.put("share_on_the_same_side", count == 0 ? 0 : agreed / (double) count);
      double spread = Math.sqrt((count * wasSquared - was * was) * (count * isSquared - is * is));
      report.put("correlation", spread > 0 ? (count * product - was * is) / spread : 0);
      return report;
    }
  }

  /** So many signals of a partition, one after another. */
  private static final class Range {
    private final long from;
    private long to;
    private final Pairs pairs = new Pairs();
    private final double[] sums;
    private final double[] squares;

    Range(long from, int width) {
      this.from = from;
      this.sums = new double[width];
      this.squares = new double[width];
    }

    double mean(int feature) {
      return sums[feature] / pairs.count;
    }

    double deviation(int feature) {
      double mean = mean(feature);
      return Math.sqrt(Math.max(0, squares[feature] / pairs.count - mean * mean));
    }
  }

  /** The next signal of its partition. */
  public void add(int partition, long offset, Signal signal) {
    signals++;
    if (signal.features().size() != vector.length) {
      otherShape++;
      return;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = signal.features().get(i).floatValue();
    }
    candidate.score(vector, 1, score);
    if (!Float.isFinite(score[0])) {
      unlike++;
      return;
    }
    double distance = Math.abs(signal.score() - score[0]);
    if (distance > worst) {
      worst = distance;
      worstAt = signal.tick().toString();
    }
    all.add(signal.score(), score[0]);
    Range range = range(partition, offset);
    range.to = offset;
    range.pairs.add(signal.score(), score[0]);
    for (int i = 0; i < vector.length; i++) {
      range.sums[i] += vector[i];
      range.squares[i] += (double) vector[i] * vector[i];
    }
  }

  private Range range(int partition, long offset) {
    List<Range> of = ranges.computeIfAbsent(partition, p -> new ArrayList<>());
    Range last = of.isEmpty() ? null : of.get(of.size() - 1);
    if (last == null || last.pairs.count == rangeSize) {
      last = new Range(offset, vector.length);
      of.add(last);
    }
    return last;
  }

  /** The figures by name. */
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("candidate", candidate.sha256());
    report.put("signals", signals);
    report.put("of_another_shape", otherShape);
    report.put("not_finite", unlike);
    report.putAll(all.report());
    report.put("greatest_distance", worst);
    report.put("greatest_distance_at", worstAt);
    List<Map<String, Object>> rows = new ArrayList<>();
    ranges.forEach(
        (partition, of) -> {
          for (Range range : of) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("partition", partition);
            row.put("offsets", range.from + "-" + range.to);
            row.put("signals", range.pairs.count);
            row.putAll(range.pairs.report());
            row.put("feature_drift", drift(range, of.get(0)));
            rows.add(row);
          }
        });
    report.put("ranges", rows);
    return report;
  }

  private Map<String, Object> drift(Range range, Range first) {
    Map<String, Object> drift = new LinkedHashMap<>();
    for (int i = 0; i < vector.length; i++) {
      double deviation = first.deviation(i);
      double moved = range.mean(i) - first.mean(i);
      drift.put(features.get(i), deviation > 0 ? moved / deviation : moved == 0 ? 0 : moved);
    }
    return drift;
  }
}
