package io.tapedeck.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.ingest.TestData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class ClockSkewTest {
  private static final long MS = 1_000_000L;

  @Test
  void theSmallestDelayOfAWhileIsTheEstimate() {
    ClockSkew skew = new ClockSkew(1_000 * MS);
    assertThat(skew.observe(1_000 * MS, 1_050 * MS)).isFalse();
    assertThat(skew.observe(1_900 * MS, 1_920 * MS)).isFalse();
    assertThat(skew.known()).isFalse();
    assertThat(skew.observe(2_000 * MS, 2_060 * MS)).isTrue();
    assertThat(skew.nanos()).isEqualTo(20 * MS);
  }

  @Test
  void aClockThatStepsBackBeginsAnew() {
    ClockSkew skew = new ClockSkew(1_000 * MS);
    skew.observe(5_000 * MS, 5_010 * MS);
    assertThat(skew.observe(5_020 * MS, 3_000 * MS)).isTrue();
    assertThat(skew.nanos()).isEqualTo(-2_020 * MS);
  }

  /** The recorded spot market's receiver runs behind the venue by more than a second. */
  @Test
  void theSkewOfTheRecordedTapeIsFound() throws IOException {
    ClockSkew skew = new ClockSkew(10_000 * MS);
    int estimates = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(TestData.path("tape/crypto-spot-20240808.csv.gz"))),
                StandardCharsets.UTF_8))) {
      in.readLine();
      for (String row = in.readLine(); row != null; row = in.readLine()) {
        String[] c = row.split(",", 3);
        if (!c[1].isEmpty() && skew.observe(Long.parseLong(c[1]), Long.parseLong(c[0]))) {
          assertThat(skew.nanos() / 1e9).isBetween(-1.4, -1.0);
          estimates++;
        }
      }
    }
    assertThat(estimates).isGreaterThan(50);
  }
}
