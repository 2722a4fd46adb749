package io.tapedeck.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same journal verified by other JVMs, under other locales, time zones, collectors and thread
 * counts: every hash is the same, to the byte.
 */
class OtherJvmTest {
  @TempDir Path folder;
  private String here;

  @BeforeEach
  void export() {
    WrittenTape tape = new WrittenTape(3).filled(60);
    for (Topic<?> topic : List.of(Topics.RISK_JOURNAL, Topics.RISK_DECISIONS)) {
      ExportedTape.write(folder, topic, tape, id -> Topics.ALL.get(id - 1).codec().schema());
    }
    Verification found = new JournalVerifier(tape, count -> {}).verify();
    assertThat(found.clean()).isTrue();
    here = found.proofs().toString();
  }

  @Test
  @Tag("F31")
  void otherLocalesTimeZonesCollectorsAndThreadCountsFindTheSameHashes() throws Exception {
    Path own = Path.of(System.getProperty("java.home"));
    assertSame(own, "tr", "TR", "Pacific/Kiritimati", "-XX:+UseSerialGC", 1, "tr_TR");
    assertSame(own, "ar", "EG", "America/St_Johns", "-XX:+UseParallelGC", 4, "ar_EG");
    assertSame(own, "hi", "IN", "Asia/Kathmandu", "-Xint", 3, "hi_IN");
  }

  /** Those that are installed beside the one that runs this. */
  @Test
  @Tag("F31")
  void otherJvmsFindTheSameHashes() throws Exception {
    List<Path> others = others();
    assumeTrue(!others.isEmpty(), "no other JVM is installed beside this one");
    for (Path home : others) {
      assertSame(home, "tr", "TR", "Asia/Tokyo", "-XX:+UseG1GC", 2, "tr_TR");
    }
  }

  private static List<Path> others() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    List<Path> homes = new ArrayList<>();
    try (Stream<Path> beside = Files.list(own.getParent())) {
      for (Path home : beside.toList()) {
        if (Files.isExecutable(home.resolve("bin/java")) && !home.toRealPath().equals(own)) {
          homes.add(home.toRealPath());
        }
      }
    }
    return homes.stream().distinct().toList();
  }

  private void assertSame(
      Path home,
      String language,
      String country,
      String zone,
      String option,
      int threads,
      String shown)
      throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process child =
        new ProcessBuilder(
                home.resolve("bin/java").toString(),
                option,
                "-Duser.language=" + language,
                "-Duser.country=" + country,
                "-Duser.timezone=" + zone,
                "-cp",
                System.getProperty("java.class.path"),
                VerifyChild.class.getName(),
                folder.toString(),
                String.valueOf(threads))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(Files.readString(err)).as("it really was another").contains(shown + " " + zone);
    assertThat(Files.readString(out).strip()).as(home + " " + language).isEqualTo(here);
  }
}
