package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tapedeck.ingest.core.FrameRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Feeds mutated frames to a parser. It may refuse with a reason and nothing else; what it accepts
 * must be JSON for Jackson, too, and mean what Jackson's tree means. How many is set by {@code
 * -Dtapedeck.fuzz=N}; a failure names its seed.
 */
public final class FrameFuzz {
  private static final int DEFAULT_TRIES = 200_000;
  private static final String TASTY = "{}[]\",:.-+eE0129nulltruefalse\\u\u0000\u00ff ";
  private static final List<String> RICH =
      List.of(
          "NaN",
          "-1",
          "1e400",
          "1e-400",
          "99999999999999999999",
          "\"\"",
          "null",
          "[[[[[[",
          "\\ud800",
          "0.0000000001",
          "9007199254740993",
          "-0",
          "1E5",
          "\"1.5\"",
          "{}",
          "[]");
  private static final Pattern HUGE_EXPONENT = Pattern.compile("[eE][+-]?[0-9]{4,}");
  private static final JsonMapper JACKSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private FrameFuzz() {}

  /** Parses and gives the ticks in words, in their order. */
  @FunctionalInterface
  public interface Parser {
    List<String> ticks(byte[] bytes, int from, int to);
  }

  /**
   * Runs.
   *
   * @param oracle the ticks of a tree in the same words; null if it has no opinion
   */
  public static void run(
      List<String> frames, Parser parser, Function<JsonNode, List<String>> oracle) {
    int tries = Integer.getInteger("tapedeck.fuzz", DEFAULT_TRIES);
    long first = Long.getLong("tapedeck.fuzz.seed", 20_240_808L);
    long accepted = 0;
    for (long seed = first; seed < first + tries; seed++) {
      Random random = new Random(seed * 0x9E3779B97F4A7C15L);
      byte[] bytes = frames.get(random.nextInt(frames.size())).getBytes(StandardCharsets.UTF_8);
      for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 0; i--) {
        bytes = mutate(bytes, random);
      }
      try {
        List<String> ticks = parser.ticks(bytes, 0, bytes.length);
        accepted++;
        check(bytes, ticks, oracle, seed);
      } catch (FrameRefusedException e) {
        assertThat(e.reason()).as("seed %s", seed).isNotBlank();
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "seed " + seed + ": " + new String(bytes, StandardCharsets.UTF_8), e);
      }
    }
    assertThat(accepted)
        .as("frames accepted, or the mutations are too hard")
        .isGreaterThan(tries / 20);
  }

  private static void check(
      byte[] bytes, List<String> ticks, Function<JsonNode, List<String>> oracle, long seed) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      List<String> expected = oracle.apply(JACKSON.readTree(bytes));
      if (expected != null) {
        assertThat(ticks).as("seed %s: %s", seed, text).isEqualTo(expected);
      }
    } catch (JsonProcessingException | ArithmeticException | NumberFormatException e) {
      if (HUGE_EXPONENT.matcher(text).find()) {
        return; // JSON, but no number that Jackson can build
      }
      throw new AssertionError("seed " + seed + " is no JSON for Jackson: " + text, e);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    byte tasty = (byte) TASTY.charAt(random.nextInt(TASTY.length()));
    return switch (random.nextInt(7)) {
      case 0 -> with(bytes, at, tasty);
      case 1 -> with(bytes, at, (byte) random.nextInt(256));
      case 2 -> with(bytes, at, (byte) ('0' + random.nextInt(10)));
      case 3 -> random.nextInt(8) == 0 ? Arrays.copyOf(bytes, at) : bytes;
      case 4 -> splice(bytes, at, at, new byte[] {tasty});
      case 5 -> {
        byte[] rich = RICH.get(random.nextInt(RICH.size())).getBytes(StandardCharsets.UTF_8);
        yield splice(bytes, at, Math.min(bytes.length, at + random.nextInt(6)), rich);
      }
      default ->
          splice(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(30)), new byte[0]);
    };
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    byte[] copy = bytes.clone();
    copy[at] = value;
    return copy;
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] middle) {
    byte[] result = new byte[bytes.length - (to - from) + middle.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
    return result;
  }
}
