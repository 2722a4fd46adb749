package io.tapedeck.replay.tick;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads another source on a thread of its own, so that fetching and decoding go on while the ticks
 * before are played. The order is the source's. Closing it closes the source.
 */
public final class ReadAhead implements TickSource {
  private static final int BLOCKS = 16;
  private static final int TICKS = 2048;

  private final TickSource source;
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread thread;
  private List<Lane> lanes = List.of();
  private @Nullable Block present;
  private int at;

  /** Ticks on their way from one thread to the other. */
  private static final class Block {
    private final TapeTick[] ticks = new TapeTick[TICKS];
    private List<Lane> lanes = List.of();
    private int size;
    private boolean last;
    private @Nullable RuntimeException failure;

    Block() {
      Arrays.setAll(ticks, i -> new TapeTick());
    }
  }

  /** Begins to read at once. */
  public ReadAhead(TickSource source) {
    this.source = source;
    for (int i = 0; i < BLOCKS; i++) {
      empty.add(new Block());
    }
    thread = new Thread(this::read, "replay-read-ahead");
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    try {
      boolean more = true;
      while (more) {
        Block block = empty.take();
        block.size = 0;
        try {
          while (block.size < TICKS && source.next(block.ticks[block.size])) {
            block.size++;
          }
        } catch (RuntimeException e) {
          block.failure = e; // thrown where the ticks are played
        }
        more = block.size == TICKS && block.failure == null;
        block.last = !more;
        if (block.lanes.size() != source.lanes().size()) {
          block.lanes = new ArrayList<>(source.lanes());
        }
        full.put(block);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed before the end
    }
  }

  @Override
  public boolean next(TapeTick into) {
    Block block = present;
    while (block == null || at == block.size) {
      if (block != null) {
        if (block.failure != null) {
          throw block.failure;
        }
        if (block.last) {
          return false;
        }
        empty.add(block);
      }
      block = take();
      present = block;
      at = 0;
      lanes = block.lanes.size() > lanes.size() ? block.lanes : lanes;
    }
    into.copyFrom(block.ticks[at++]);
    return true;
  }

  private Block take() {
    try {
      return full.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading a tape", e);
    }
  }

  @Override
  public List<Lane> lanes() {
    return lanes;
  }

  @Override
  public SortedMap<Integer, Range> ranges() {
    return source.ranges();
  }

  /** Of the whole once its end was reached. */
  @Override
  public List<String> leftOut() {
    return source.leftOut();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    source.close();
  }
}
