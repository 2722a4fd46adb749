package io.tapedeck.launcher.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tapedeck.launcher.Settings;
import io.tapedeck.replay.backtest.BacktestPlan;
import io.tapedeck.replay.sweep.Sweep;
import io.tapedeck.replay.tick.TickCache;
import io.tapedeck.risk.core.ChainHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From chosen parameters to plans. A parameter is a key of a strategy's config; {@code limit:NAME}
 * is a limit or setting of the scope {@code *}; {@code model} is a model's file.
 */
public final class SweepPlans {
  private static final String LIMIT = "limit:";
  private static final String MODEL = "model";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private final Settings settings;
  private final Preparation.Request base;
  private final String build;

  /**
   * Plans around a request.
   *
   * @param build part of every key: another build may give other results
   */
  public SweepPlans(Settings settings, Preparation.Request base, String build) {
    this.settings = settings;
    this.base = base;
    this.build = build;
  }

  /**
   * A candidate for each choice of parameters.
   *
   * @param part names the stretch of the tape, empty for the whole
   * @throws IllegalArgumentException naming every choice that cannot be run, and why
   */
  public List<Sweep.Candidate> of(
      List<SortedMap<String, String>> choices, TickCache tape, String part) {
    List<Sweep.Candidate> candidates = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (SortedMap<String, String> choice : choices) {
      try {
        candidates.add(of(choice, tape, part));
      } catch (RuntimeException e) {
        problems.add(choice + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          problems.size()
              + " of "
              + choices.size()
              + " choices cannot be run:\n"
              + String.join("\n", problems));
    }
    return candidates;
  }

  private Sweep.Candidate of(SortedMap<String, String> choice, TickCache tape, String part) {
    Map<String, String> parameters = new LinkedHashMap<>(base.parameters());
    Map<String, String> limits = new TreeMap<>();
    Path model = base.model();
    for (Map.Entry<String, String> one : choice.entrySet()) {
      if (one.getKey().startsWith(LIMIT)) {
        limits.put(one.getKey().substring(LIMIT.length()), one.getValue());
      } else if (one.getKey().equals(MODEL)) {
        model = Path.of(one.getValue());
      } else {
        parameters.put(one.getKey(), one.getValue());
      }
    }
    Preparation preparation =
        new Preparation(settings, base.with(parameters, model)).withLimits(limits);
    BacktestPlan plan = preparation.plan(tape.firstReceivedNanos(), tape.lastReceivedNanos());
    String all = tape.ticksSha256() + part + build + text(preparation.parameters(plan));
    return new Sweep.Candidate(
        ChainHash.sha256Hex(all.getBytes(StandardCharsets.UTF_8)), choice, plan);
  }

  private static String text(Map<String, Object> parameters) {
    try {
      return JSON.writeValueAsString(parameters);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("parameters are texts and numbers", e);
    }
  }
}
