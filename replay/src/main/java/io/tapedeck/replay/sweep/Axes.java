package io.tapedeck.replay.sweep;

import io.tapedeck.domain.money.FixedPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parameters and the values that they may take: {@code a,b,c}, or for random choices also {@code
 * LOW..HIGH}, two decimals with a unit behind or none, between which values are drawn evenly.
 *
 * @param values by parameter
 */
public record Axes(SortedMap<String, String> values) {
  private static final Pattern RANGE =
      Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)\\.\\.(-?[0-9]+(?:\\.[0-9]+)?)([a-z]*)");
  private static final int MOST = 1_000_000;

  public Axes {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * Every combination, the last parameter changing first.
   *
   * @throws IllegalArgumentException if there is a range, or there are too many
   */
  public List<SortedMap<String, String>> grid() {
    List<SortedMap<String, String>> all = new ArrayList<>();
    all.add(new TreeMap<>());
    for (Map.Entry<String, String> axis : values.entrySet()) {
      if (RANGE.matcher(axis.getValue()).matches()) {
        throw new IllegalArgumentException(
            axis.getKey() + "=" + axis.getValue() + " is a range: name values, or use --random N");
      }
      String[] choices = axis.getValue().split(",", -1);
      if ((long) all.size() * choices.length > MOST) {
        throw new IllegalArgumentException("more than " + MOST + " combinations: use --random N");
      }
      List<SortedMap<String, String>> next = new ArrayList<>();
      for (SortedMap<String, String> one : all) {
        for (String choice : choices) {
          SortedMap<String, String> more = new TreeMap<>(one);
          more.put(axis.getKey(), choice.strip());
          next.add(more);
        }
      }
      all = next;
    }
    return all;
  }

  /** So many different combinations, or fewer if there are no more; the same for the same seed. */
  public List<SortedMap<String, String>> random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<SortedMap<String, String>> drawn = new LinkedHashSet<>();
    for (long tries = 0; drawn.size() < count && tries < 100L * count; tries++) {
      SortedMap<String, String> one = new TreeMap<>();
      values.forEach((name, text) -> one.put(name, draw(text, random)));
      drawn.add(one);
    }
    return List.copyOf(drawn);
  }

  private static String draw(String text, SplittableRandom random) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      String[] choices = text.split(",", -1);
      return choices[random.nextInt(choices.length)].strip();
    }
    long low = FixedPoint.parse(range.group(1));
    long high = FixedPoint.parse(range.group(2));
    if (low >= high) {
      throw new IllegalArgumentException(text + ": the first must be below the second");
    }
    // as many decimals as the bounds are written with
    int places = Math.max(places(range.group(1)), places(range.group(2)));
    long step = FixedPoint.ONE;
    for (int i = 0; i < places; i++) {
      step /= 10;
    }
    long steps = (high - low) / step;
    return FixedPoint.format(low + random.nextLong(steps + 1) * step) + range.group(3);
  }

  private static int places(String decimal) {
    int point = decimal.indexOf('.');
    return point < 0 ? 0 : Math.min(FixedPoint.SCALE, decimal.length() - point - 1);
  }
}
