package io.tapedeck.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.replay.proof.Certificate;
import io.tapedeck.replay.proof.Certificate.Checked;
import io.tapedeck.replay.proof.SigningKey;
import io.tapedeck.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates: what they say, who signed them, and that nothing of them can be altered. */
class CertificateTest {
  private static final Certificate.Circumstances HERE =
      new Certificate.Circumstances("a test", "1.0 abc", "2026-01-01T00:00:00Z", 3);

  @TempDir Path folder;
  private Path key;
  private Path file;

  @BeforeEach
  void names() {
    key = folder.resolve("keys/verify.pem");
    file = folder.resolve("certificate.json");
  }

  private Verification verified(WrittenTape tape) {
    return new JournalVerifier(tape, count -> {}).verify();
  }

  @Test
  @Tag("U3")
  void saysWhatWasReadAndIsSigned() throws IOException {
    Verification found = verified(new WrittenTape(2).filled(10));
    Certificate.write(file, found, HERE, SigningKey.in(key));

    Checked checked = Certificate.check(file, SigningKey.publicFile(key));
    assertThat(checked.signed()).isTrue();
    assertThat(checked.clean()).isTrue();
    assertThat(checked.content().path("entries").asLong()).isEqualTo(24);
    assertThat(checked.content().path("decisions").asLong()).isEqualTo(20);
    assertThat(checked.content().path("build").asText()).isEqualTo("1.0 abc");
    assertThat(checked.content().path("partitions").get(1).path("head").asText())
        .isEqualTo(found.heads().get(1));
    assertThat(checked.content().path("partitions").get(1).path("to_offset").asLong())
        .isEqualTo(24);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    // the same key signs the next one
    String first = checked.keySha256();
    Certificate.write(file, found, HERE, SigningKey.in(key));
    assertThat(Certificate.check(file, null).keySha256()).isEqualTo(first);
  }

  @Test
  void ofAJournalThatDiffersSaysSoAndWhere() {
    WrittenTape tape = new WrittenTape(1).filled(10);
    tape.all(Topics.RISK_JOURNAL, 0).remove(5);
    Certificate.write(file, verified(tape), HERE, SigningKey.in(key));

    Checked checked = Certificate.check(file, SigningKey.publicFile(key));
    assertThat(checked.signed()).isTrue();
    assertThat(checked.clean()).isFalse();
    assertThat(checked.content().path("first_difference").asText()).contains("a gap");
  }

  @Test
  @Tag("U13")
  void everyAlteredFigureIsNoticed() throws IOException {
    Certificate.write(file, verified(new WrittenTape(1).filled(4)), HERE, SigningKey.in(key));
    String whole = Files.readString(file);
    String body = whole.substring(0, whole.indexOf("\"signature\""));
    for (int at = 0; at < body.length(); at++) {
      char c = body.charAt(at);
      if (Character.isDigit(c)) {
        char other = c == '9' ? '8' : (char) (c + 1);
        Files.writeString(file, whole.substring(0, at) + other + whole.substring(at + 1));
        assertThat(signed()).as("character " + at).isFalse();
      }
    }
    Files.writeString(file, whole.replace("\"clean\"", "\"fine\""));
    assertThat(signed()).isFalse();
    Files.writeString(file, whole);
    assertThat(signed()).isTrue();
  }

  private boolean signed() {
    try {
      return Certificate.check(file, SigningKey.publicFile(key)).signed();
    } catch (IllegalArgumentException e) {
      return false; // not even a certificate any more
    }
  }

  @Test
  void anotherKeysCertificateIsNotTrusted() {
    Certificate.write(file, verified(new WrittenTape(1).filled(4)), HERE, SigningKey.in(key));
    Path other = folder.resolve("other.pem");
    SigningKey.in(other);

    assertThat(Certificate.check(file, SigningKey.publicFile(other)).signed()).isFalse();
    assertThat(Certificate.check(file, null).signed()).as("not altered, at least").isTrue();
  }

  @Test
  void whatIsNoCertificateOrKeyIsNamed() throws IOException {
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> Certificate.check(file, null)).hasMessageContaining("no certificate");
    Files.writeString(file, "hello");
    assertThatThrownBy(() -> Certificate.check(file, null)).hasMessageContaining("no JSON");
    Files.createDirectories(key.getParent());
    Files.writeString(key, "hello");
    assertThatThrownBy(() -> SigningKey.in(key))
        .hasMessageContaining("verify.pem")
        .hasMessageContaining("BEGIN PRIVATE KEY");
  }
}
