package io.tapedeck.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of proved states in a folder, a file {@code PARTITION-SEQ.state} each; of every
 * partition the newest are kept. One writer.
 */
public final class StateSnapshots {
  private static final Pattern NAME = Pattern.compile("(\\d+)-(\\d+)\\.state");

  private final Path folder;
  private final int kept;

  /** Snapshots of a folder, which need not exist; of each partition so many are kept. */
  public StateSnapshots(Path folder, int kept) {
    this.folder = folder;
    this.kept = kept;
  }

  /**
   * The newest of a partition up to an entry; null if there is none.
   *
   * @throws IllegalStateException naming the file, if it is not whole
   */
  public @Nullable StateSnapshot latest(int partition, long upTo) {
    NavigableMap<Long, Path> all = of(partition);
    Long seq = all.floorKey(upTo);
    if (seq == null) {
      return null;
    }
    Path file = all.get(seq);
    try {
      StateSnapshot found = StateSnapshot.read(Files.readAllBytes(file));
      if (found.partition() == partition && found.seq() == seq) {
        return found;
      }
      throw new IllegalArgumentException(
          "it is of entry " + found.seq() + " of partition " + found.partition());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          file
              + " is no snapshot that can be begun from: "
              + e.getMessage()
              + ". Delete it; what is before it proves the same",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Writes one, on disk before this returns, and lets go of the oldest. */
  public void keep(StateSnapshot snapshot) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(snapshot.partition() + "-" + snapshot.seq() + ".state");
      Path part = folder.resolve(file.getFileName() + ".part");
      Files.write(part, snapshot.bytes());
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      List<Path> all = new ArrayList<>(of(snapshot.partition()).values());
      for (int i = 0; i < all.size() - kept; i++) {
        Files.deleteIfExists(all.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a snapshot in " + folder, e);
    }
  }

  private NavigableMap<Long, Path> of(int partition) {
    NavigableMap<Long, Path> found = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches() && Integer.parseInt(name.group(1)) == partition) {
              found.put(Long.valueOf(name.group(2)), file);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
    return found;
  }
}
