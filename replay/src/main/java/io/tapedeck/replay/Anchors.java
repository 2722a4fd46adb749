package io.tapedeck.replay;

import io.tapedeck.risk.core.ChainHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the journal once stood, kept outside of its topic: a line {@code PARTITION SEQ CHAIN LINK}
 * for each partition head seen, {@code LINK} being the SHA-256 of the link before and the line. A
 * journal that was cut, or written anew with a chain that fits, no longer leads through its
 * anchors. Not thread-safe; one writer.
 */
public final class Anchors {
  private static final String FIRST_LINK = "0".repeat(64);

  private final Path file;
  private final List<Anchor> all = new ArrayList<>();
  private String link = FIRST_LINK;
  private long size;

  /**
   * A place in a partition's journal.
   *
   * @param seq number of an entry
   * @param chain hex chain hash after it
   */
  public record Anchor(int partition, long seq, String chain) {}

  /**
   * The anchors of a file; none if it does not exist.
   *
   * @throws IllegalStateException naming the first line that does not follow from those before it
   */
  public Anchors(Path file) {
    this.file = file;
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines;
    try {
      size = Files.size(file);
      lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the anchors in " + file, e);
    }
    for (int i = 0; i < lines.size(); i++) {
      all.add(read(lines.get(i), i + 1));
    }
  }

  private Anchor read(String line, int number) {
    String[] words = line.split(" ", -1);
    try {
      Anchor anchor = new Anchor(Integer.parseInt(words[0]), Long.parseLong(words[1]), words[2]);
      String next = linkAfter(anchor);
      if (words.length == 4
          && next.equals(words[3])
          && HexFormat.of().parseHex(words[2]).length == 32) {
        link = next;
        return anchor;
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      // told below, with the place
    }
    throw new IllegalStateException(
        file
            + " line "
            + number
            + " does not follow from the lines before it: the anchors were altered. Restore the file"
            + " from a copy; what it holds proves nothing now");
  }

  private String linkAfter(Anchor anchor) {
    return ChainHash.sha256Hex((link + " " + text(anchor)).getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(Anchor anchor) {
    return anchor.partition() + " " + anchor.seq() + " " + anchor.chain();
  }

  /** All of them, oldest first. */
  public List<Anchor> all() {
    return List.copyOf(all);
  }

  /** The chain hashes that a partition must lead through, by number of entry; the caller's own. */
  public Map<Long, String> of(int partition) {
    Map<Long, String> wanted = new HashMap<>();
    for (Anchor anchor : all) {
      if (anchor.partition() == partition) {
        wanted.put(anchor.seq(), anchor.chain());
      }
    }
    return wanted;
  }

  /**
   * Adds one, on disk before this returns; not if the partition's latest says the same.
   *
   * @throws IllegalStateException if another process wrote to the file since it was read: a line
   *     more would not follow from its last
   */
  public void add(Anchor anchor) {
    Anchor last = latest(anchor.partition());
    if (anchor.equals(last)) {
      return;
    }
    String next = linkAfter(anchor);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (Files.exists(file) && Files.size(file) != size) {
        throw new IllegalStateException(
            file
                + " was written to by another process: give each verifier an anchor file of its own");
      }
      Files.writeString(
          file,
          text(anchor) + " " + next + "\n",
          StandardCharsets.US_ASCII,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.DSYNC);
      size = Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot add an anchor to " + file, e);
    }
    link = next;
    all.add(anchor);
  }

  private @Nullable Anchor latest(int partition) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).partition() == partition) {
        return all.get(i);
      }
    }
    return null;
  }
}
