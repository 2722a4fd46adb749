package io.tapedeck.executor.kafka;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Commands that were read, but must wait until their account's lane can take them: a claim's lease
 * is short, so no more is claimed than can be sent in it. The offset committed of a partition stays
 * before the first command that waits; what was claimed beyond it is recognised when it is read
 * again. Not thread-safe.
 */
final class CommandQueue {
  private static final int MOST = 1_000;

  private final Map<AccountId, Deque<Waiting>> byAccount = new LinkedHashMap<>();
  private final Map<TopicPartition, TreeSet<Long>> waiting = new HashMap<>();
  private final Map<TopicPartition, Long> read = new HashMap<>();
  private final Map<TopicPartition, Long> told = new HashMap<>();
  private int size;
  private int cancels;

  /** A command at its address. */
  record Waiting(OrderCommand command, Coordinates address, long approvedNanos) {
    TopicPartition partition() {
      return new TopicPartition(address.topic(), address.partition());
    }
  }

  /** A record was read, whatever it held. */
  void read(TopicPartition partition, long offset) {
    read.put(partition, offset + 1);
  }

  void add(Waiting command) {
    byAccount
        .computeIfAbsent(command.command().account(), account -> new ArrayDeque<>())
        .addLast(command);
    cancels += isCancel(command) ? 1 : 0;
    waiting
        .computeIfAbsent(command.partition(), partition -> new TreeSet<>())
        .add(command.address().offset());
    size++;
  }

  List<AccountId> accounts() {
    return new ArrayList<>(byAccount.keySet());
  }

  /**
   * The next command of an account, taken out: a cancel before all others, unless what it cancels
   * waits here itself, or a change of it does. Null if there is none.
   *
   * @param cancelsOnly true while nothing else may leave
   */
  @Nullable Waiting next(AccountId account, boolean cancelsOnly) {
    Deque<Waiting> queue = byAccount.get(account);
    if (queue == null) {
      return null;
    }
    Waiting first = cancels == 0 ? null : cancel(queue);
    if (first == null && !cancelsOnly) {
      first = queue.pollFirst();
    }
    if (queue.isEmpty()) {
      byAccount.remove(account);
    }
    if (first != null) {
      TreeSet<Long> offsets = waiting.get(first.partition());
      if (offsets != null) {
        offsets.remove(first.address().offset());
      }
      size--;
      cancels -= isCancel(first) ? 1 : 0;
    }
    return first;
  }

  private static boolean isCancel(Waiting waiting) {
    return waiting.command().action() instanceof OrderAction.Cancel;
  }

  private static @Nullable Waiting cancel(Deque<Waiting> queue) {
    Set<IntentId> before = new HashSet<>();
    for (Iterator<Waiting> each = queue.iterator(); each.hasNext(); ) {
      Waiting waiting = each.next();
      OrderCommand command = waiting.command();
      if (command.action() instanceof OrderAction.Cancel cancel
          && !before.contains(cancel.target())) {
        each.remove();
        return waiting;
      }
      before.add(command.intent());
      if (command.action() instanceof OrderAction.Replace replace) {
        before.add(replace.target());
      }
    }
    return null;
  }

  /** True if nothing more should be read now. */
  boolean full() {
    return size >= MOST;
  }

  /** Puts into the batch how far each partition is done, where that has changed. */
  void offsets(Batch batch) {
    read.forEach(
        (partition, next) -> {
          TreeSet<Long> open = waiting.get(partition);
          long done = open == null || open.isEmpty() ? next : open.first();
          if (!Long.valueOf(done).equals(told.put(partition, done))) {
            batch.read(partition, done);
          }
        });
  }
}
