package io.tapedeck.replay.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.replay.JournalRange;
import io.tapedeck.replay.Verification;
import io.tapedeck.replay.Verification.PartitionProof;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A signed summary of a verification: what was read, with coordinates, counts and hashes, by which
 * build, and the verdict. One JSON object with the summary under {@code certificate} and an Ed25519
 * signature over that member's text, without white space, under {@code signature}.
 */
public final class Certificate {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String KIND = "tapedeck-verification-1";
  private static final String CLEAN = "clean";

  private Certificate() {}

  /**
   * Who verified what, when.
   *
   * @param tape where the journal was read, in words
   * @param build version and commit of the verifier
   * @param at when, ISO 8601
   * @param anchors how many the journal was held against
   */
  public record Circumstances(String tape, String build, String at, int anchors) {}

  /**
   * What a certificate says, and whether it can be believed.
   *
   * @param signed true if it is signed by the key given and was not altered since
   * @param clean true if the journal replayed
   * @param keySha256 hex hash of the key that it names
   * @param content the summary
   */
  public record Checked(boolean signed, boolean clean, String keySha256, JsonNode content) {}

  /** Writes a certificate. */
  public static void write(
      Path file, Verification found, Circumstances circumstances, SigningKey key) {
    ObjectNode content = content(found, circumstances);
    byte[] open = key.publicBytes();
    ObjectNode whole = JSON.createObjectNode();
    whole.set("certificate", content);
    whole
        .putObject("signature")
        .put("algorithm", SigningKey.ALGORITHM)
        .put("public_key", Base64.getEncoder().encodeToString(open))
        .put("key_sha256", ChainHash.sha256Hex(open))
        .put("value", Base64.getEncoder().encodeToString(key.sign(text(content))));
    try {
      Files.writeString(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the certificate " + file, e);
    }
  }

  private static ObjectNode content(Verification found, Circumstances circumstances) {
    JournalRange range = found.range();
    AccountId account = range.account();
    Verification.Difference first = found.first();
    ObjectNode content =
        JSON.createObjectNode()
            .put("kind", KIND)
            .put("verdict", found.clean() ? CLEAN : "differs")
            .put("verified_at", circumstances.at())
            .put("build", circumstances.build())
            .put("java", System.getProperty("java.vm.version"))
            .put("tape", circumstances.tape())
            .put("journal", Topics.RISK_JOURNAL.name())
            .put("decisions_topic", Topics.RISK_DECISIONS.name())
            .put("from_entry", range.from())
            .put("to_entry", range.to() == Long.MAX_VALUE ? null : Long.valueOf(range.to()))
            .put("account", account == null ? null : account.value())
            .put("anchors", circumstances.anchors())
            .put("entries", found.entries())
            .put("decisions", found.decisions())
            .put("differences", found.differences())
            .put("first_difference", first == null ? null : first.toString());
    ArrayNode partitions = content.putArray("partitions");
    for (PartitionProof proof : found.proofs()) {
      partitions
          .addObject()
          .put("partition", proof.partition())
          .put("from_entry", proof.fromSeq())
          .put("to_entry", proof.toSeq())
          .put("from_offset", proof.fromOffset())
          .put("to_offset", proof.toOffset())
          .put("entries", proof.entries())
          .put("decisions", proof.decisions())
          .put("differences", proof.differences())
          .put("head", proof.head())
          .put("state_sha256", proof.stateSha256());
    }
    return content;
  }

  /**
   * Reads a certificate.
   *
   * @param trusted file of the public key that must have signed it; null takes the one that it
   *     names, which proves no more than that it was not altered
   * @throws IllegalArgumentException naming what is missing, if it is none
   */
  public static Checked check(Path file, @Nullable Path trusted) {
    JsonNode whole = read(file);
    JsonNode content = whole.path("certificate");
    JsonNode signature = whole.path("signature");
    if (!content.path("kind").asText().equals(KIND) || !signature.isObject()) {
      throw new IllegalArgumentException(
          file
              + " is no certificate: it has no 'certificate' of kind "
              + KIND
              + " with a signature");
    }
    byte[] named = base64(file, signature, "public_key");
    boolean signed = false;
    try {
      PublicKey key = trusted == null ? SigningKey.publicKey(named) : SigningKey.publicKey(trusted);
      signed = SigningKey.signed(key, text(content), base64(file, signature, "value"));
    } catch (GeneralSecurityException e) {
      // a key that is none has signed nothing
    }
    boolean clean =
        content.path("verdict").asText().equals(CLEAN) && content.path("differences").asLong() == 0;
    return new Checked(signed, clean, ChainHash.sha256Hex(named), content);
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the certificate " + file, e);
    }
  }

  private static byte[] base64(Path file, JsonNode signature, String field) {
    try {
      return Base64.getDecoder().decode(signature.path(field).asText());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": signature." + field + " is not base64", e);
    }
  }

  private static byte[] text(JsonNode content) {
    return content.toString().getBytes(StandardCharsets.UTF_8);
  }
}
