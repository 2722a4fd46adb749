package io.tapedeck.risk.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChainHashPropertyTest {
  @Property(tries = 500)
  void anyFlippedBitOfEntryDecisionOrPredecessorChangesIt(
      @ForAll @Size(min = 1, max = 60) byte[] entry,
      @ForAll @Size(min = 1, max = 60) byte[] decision,
      @ForAll @IntRange(max = 100_000) int where,
      @ForAll @IntRange(max = 7) int bit) {
    ChainHash whole = ChainHash.GENESIS.next(entry, List.of(decision));

    assertThat(ChainHash.GENESIS.next(flipped(entry, where, bit), List.of(decision)))
        .isNotEqualTo(whole);
    assertThat(ChainHash.GENESIS.next(entry, List.of(flipped(decision, where, bit))))
        .isNotEqualTo(whole);
    ChainHash other = ChainHash.of(flipped(new byte[32], where, bit));
    assertThat(other.next(entry, List.of(decision))).isNotEqualTo(whole);
  }

  @Property(tries = 500)
  void movingBytesBetweenPayloadsChangesIt(
      @ForAll @Size(min = 2, max = 60) byte[] bytes, @ForAll @IntRange(max = 60) int cut) {
    int at = Math.min(cut, bytes.length);
    byte[] head = Arrays.copyOf(bytes, at);
    byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
    List<ChainHash> hashes = new ArrayList<>();
    hashes.add(ChainHash.GENESIS.next(bytes, List.of()));
    hashes.add(ChainHash.GENESIS.next(head, List.of(tail)));
    hashes.add(ChainHash.GENESIS.next(new byte[0], List.of(bytes)));
    hashes.add(ChainHash.GENESIS.next(new byte[0], List.of(bytes, new byte[0])));

    assertThat(hashes.get(0)).isNotIn(hashes.subList(1, 4));
    assertThat(hashes.get(3)).isNotIn(hashes.subList(0, 3));
    assertThat(hashes.get(1).equals(hashes.get(2))).isEqualTo(at == 0);
  }

  @Property(tries = 200)
  void isTheDocumentedFormula(
      @ForAll @Size(max = 40) byte[] entry, @ForAll @Size(max = 40) byte[] decision)
      throws NoSuchAlgorithmException {
    byte[] all =
        ByteBuffer.allocate(32 + 4 + entry.length + 4 + decision.length)
            .put(new byte[32])
            .putInt(entry.length)
            .put(entry)
            .putInt(decision.length)
            .put(decision)
            .array();

    assertThat(ChainHash.GENESIS.next(entry, List.of(decision)).bytes())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(all));
  }

  private static byte[] flipped(byte[] bytes, int where, int bit) {
    byte[] flipped = bytes.clone();
    flipped[where % bytes.length] ^= (byte) (1 << bit);
    return flipped;
  }
}
