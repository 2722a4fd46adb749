package io.tapedeck.launcher.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tapedeck.runtime.redaction.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  @TempDir Path folder;

  private Path written() throws IOException {
    Path file = folder.resolve("a.tar.gz");
    byte[] large = new byte[200_000];
    new java.util.Random(1).nextBytes(large);
    Files.write(folder.resolve("large"), large);
    try (Archive archive = new Archive(file, "a", 1_700_000_000_000L)) {
      archive.text("empty.txt", "");
      archive.text("deep/er/text.txt", "x".repeat(512));
      archive.file("large", folder.resolve("large"));
    }
    return file;
  }

  @Test
  void unpacksToWhatWentIn() throws IOException {
    Path into = folder.resolve("into");
    Archive.unpack(written(), into);

    assertThat(into.resolve("empty.txt")).isEmptyFile();
    assertThat(into.resolve("deep/er/text.txt")).hasContent("x".repeat(512));
    assertThat(into.resolve("large")).hasSameBinaryContentAs(folder.resolve("large"));
    assertThat(into.resolve("checksums.txt")).content().hasLineCount(3);
  }

  @Test
  void tarAndSha256sumTakeIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/tar")));
    Path log = folder.resolve("log");
    String script =
        "cd " + folder + " && tar xzf " + written() + " && cd a && sha256sum -c checksums.txt";
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  @Test
  void noTextHoldsASecretThatIsKnownOrLooksLikeOne() throws IOException {
    Redactor.process().register("canary-s3cret-value");
    Path file = folder.resolve("s.tar.gz");
    try (Archive archive = new Archive(file, "s", 0)) {
      archive.text("t", "see canary-s3cret-value and api_secret=other-canary");
    }
    Path into = folder.resolve("into");
    Archive.unpack(file, into);

    assertThat(into.resolve("t")).content().doesNotContain("canary").startsWith("see ***");
  }

  @Test
  void damageAndFilesThatWouldLandElsewhereAreRefused() throws IOException {
    Path file = written();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Path broken = Files.write(folder.resolve("broken.tar.gz"), bytes);
    assertThatThrownBy(() -> Archive.unpack(broken, folder.resolve("b")))
        .isInstanceOf(IOException.class);

    Path evil = folder.resolve("evil.tar.gz");
    try (Archive archive = new Archive(evil, "e", 0)) {
      archive.text("../../outside", "x");
    }
    assertThatThrownBy(() -> Archive.unpack(evil, folder.resolve("c")))
        .hasMessageContaining("land elsewhere");
    assertThat(folder.resolve("outside")).doesNotExist();
  }
}
