package io.tapedeck.replay;

import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.risk.core.StateParts;
import io.tapedeck.schemas.Topics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A partition's state after an entry, as a proved fold had it, so that a later one can begin there.
 *
 * @param partition of the journal
 * @param seq number of the entry
 * @param chain hash after it
 * @param nextEntry offset of the journal behind it
 * @param nextDecision offset of the decisions behind its last
 * @param parts the state in parts, keys in order: equal states have equal parts
 */
public record StateSnapshot(
    int partition,
    long seq,
    ChainHash chain,
    long nextEntry,
    long nextDecision,
    SortedMap<String, byte[]> parts) {
  private static final String MAGIC = "tapedeck-risk-state-1";
  private static final String MARK = "m:";
  private static final String LIMITS = "l:";
  private static final int HASH_BYTES = 32;

  /** The state of a fold. */
  public static StateSnapshot of(int partition, PartitionFold fold) {
    return new StateSnapshot(
        partition,
        fold.state().seq(),
        fold.chain(),
        fold.nextEntry(),
        fold.nextDecision(),
        Collections.unmodifiableSortedMap(parts(fold.state())));
  }

  private static TreeMap<String, byte[]> parts(RiskState state) {
    TreeMap<String, byte[]> parts = new TreeMap<>();
    StateParts.whole(
        state,
        (key, value) -> {
          if (value != null) {
            parts.put(key, value);
          }
        });
    state
        .marks()
        .forEach(
            (i, mark) -> parts.put(MARK + i.value(), Topics.MARKET_MARKS.codec().encode(mark)));
    state
        .limits()
        .forEach((s, limits) -> parts.put(LIMITS + s, Topics.RISK_LIMITS.codec().encode(limits)));
    return parts;
  }

  /** Hex SHA-256 of a state: equal on every machine that folded the same journal. */
  static String sha256(RiskState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, parts(state));
    } catch (IOException e) {
      throw new IllegalStateException("an array takes every byte", e);
    }
    return ChainHash.sha256Hex(bytes.toByteArray());
  }

  /** The state itself; each call makes another. */
  RiskState state() {
    StateParts.Loader loader = new StateParts.Loader();
    parts.forEach(
        (key, value) -> {
          if (key.startsWith(MARK)) {
            loader.mark(Topics.MARKET_MARKS.codec().decode(value));
          } else if (key.startsWith(LIMITS)) {
            loader.limits(Topics.RISK_LIMITS.codec().decode(value));
          } else {
            loader.part(key, value);
          }
        });
    return loader.state();
  }

  /** Its bytes, the SHA-256 of all before at their end. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(MAGIC);
      out.writeInt(partition);
      out.writeLong(seq);
      out.write(chain.bytes());
      out.writeLong(nextEntry);
      out.writeLong(nextDecision);
      write(out, parts);
      out.write(ChainHash.sha256(bytes.toByteArray()));
    } catch (IOException e) {
      throw new IllegalStateException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Map<String, byte[]> parts) throws IOException {
    out.writeInt(parts.size());
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      out.writeUTF(part.getKey());
      out.writeInt(part.getValue().length);
      out.write(part.getValue());
    }
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @throws IllegalArgumentException if it is not whole
   */
  static StateSnapshot read(byte[] bytes) {
    int body = bytes.length - HASH_BYTES;
    if (body < 0
        || !Arrays.equals(
            ChainHash.sha256(Arrays.copyOf(bytes, body)),
            Arrays.copyOfRange(bytes, body, bytes.length))) {
      throw new IllegalArgumentException("its hash is not that of its bytes");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, body))) {
      String magic = in.readUTF();
      if (!magic.equals(MAGIC)) {
        throw new IllegalArgumentException("it begins with '" + magic + "', not '" + MAGIC + "'");
      }
      int partition = in.readInt();
      long seq = in.readLong();
      ChainHash chain = ChainHash.of(in.readNBytes(HASH_BYTES));
      long nextEntry = in.readLong();
      long nextDecision = in.readLong();
      TreeMap<String, byte[]> parts = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String key = in.readUTF();
        parts.put(key, in.readNBytes(in.readInt()));
      }
      return new StateSnapshot(
          partition, seq, chain, nextEntry, nextDecision, Collections.unmodifiableSortedMap(parts));
    } catch (IOException e) {
      throw new IllegalArgumentException("it ends early", e);
    }
  }
}
