package io.tapedeck.domain.id;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.tape.Coordinates;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class DerivedIdsPropertyTest {
  private static final String NAMESPACE = "6f1c1f7e6a535c0e9d2a7461706564ec";

  @Property(tries = 1000)
  void areVersion5UuidsOverLengthPrefixedParts(@ForAll @Size(max = 6) List<String> parts)
      throws IOException, GeneralSecurityException {
    String id = DerivedIds.name(parts.toArray(String[]::new));

    UUID uuid = UUID.fromString(id);
    assertThat(uuid.toString()).isEqualTo(id);
    assertThat(uuid.version()).isEqualTo(5);
    assertThat(uuid.variant()).isEqualTo(2);
    assertThat(id).isEqualTo(independently(parts));
  }

  /** RFC 9562 section 5.5, in text and big integers rather than in longs. */
  private static String independently(List<String> parts)
      throws IOException, GeneralSecurityException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new BigInteger(NAMESPACE, 16).toByteArray());
    for (String part : parts) {
      byte[] text = part.getBytes(StandardCharsets.UTF_8);
      out.writeInt(text.length);
      out.write(text);
    }
    byte[] hash = MessageDigest.getInstance("SHA-1").digest(bytes.toByteArray());
    String hex = String.format("%040x", new BigInteger(1, hash)).substring(0, 32);
    int variant = Character.digit(hex.charAt(16), 16) & 3 | 8;
    return hex.substring(0, 8)
        + "-"
        + hex.substring(8, 12)
        + "-5"
        + hex.substring(13, 16)
        + "-"
        + Integer.toHexString(variant)
        + hex.substring(17, 20)
        + "-"
        + hex.substring(20);
  }

  @Property(tries = 1000)
  void noTwoListsWithTheSameConcatenationCollide(
      @ForAll @StringLength(min = 1, max = 40) String text,
      @ForAll @IntRange(max = 40) int one,
      @ForAll @IntRange(max = 40) int two) {
    int a = Math.min(one, text.length());
    int b = Math.min(two, text.length());

    String first = DerivedIds.name(text.substring(0, a), text.substring(a));
    String second = DerivedIds.name(text.substring(0, b), text.substring(b));

    assertThat(first.equals(second)).isEqualTo(text.substring(0, a).equals(text.substring(0, b)));
    assertThat(DerivedIds.name(text)).isNotEqualTo(first);
    assertThat(DerivedIds.name(text, "")).isNotEqualTo(DerivedIds.name(text));
  }

  @Example
  void everyInputOfAnIntentOrOrderTellsItApart() {
    StrategyId strategy = new StrategyId("s");
    IntentId intent = new IntentId("i");
    AccountId account = new AccountId("a");
    Set<String> ids = new HashSet<>();
    ids.add(DerivedIds.intent(strategy, new Coordinates("t", 1, 11), 0).value());
    ids.add(DerivedIds.intent(strategy, new Coordinates("t", 11, 1), 0).value());
    ids.add(DerivedIds.intent(strategy, new Coordinates("t", 1, 1), 10).value());
    ids.add(DerivedIds.intent(strategy, new Coordinates("t", 1, 1), 0).value());
    ids.add(DerivedIds.intent(new StrategyId("s2"), new Coordinates("t", 1, 1), 0).value());
    ids.add(DerivedIds.intent(strategy, new Coordinates("t2", 1, 1), 0).value());
    ids.add(DerivedIds.clientOrder("n", account, intent, 1).value());
    ids.add(DerivedIds.clientOrder("n2", account, intent, 1).value());
    ids.add(DerivedIds.clientOrder("n", new AccountId("a2"), intent, 1).value());
    ids.add(DerivedIds.clientOrder("n", account, new IntentId("i2"), 1).value());
    ids.add(DerivedIds.clientOrder("n", account, intent, 2).value());

    assertThat(ids).hasSize(11);
    assertThat(DerivedIds.clientOrder("n", account, intent, 2).value()).isIn(ids);
  }
}
