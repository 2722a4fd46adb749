package io.tapedeck.console.kafka;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.Role;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.RecordFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Follows what the services publish: marks, accounts, the latest decisions and executions, limits.
 * Its thread reads; everyone else looks, at copies.
 */
public final class Latest implements Role {
  private static final int DECISIONS = 1_000;
  private static final int FILLS = 200;
  private static final Duration WAIT = Duration.ofMillis(100);

  private final Platform platform;
  private final RecordFormat<AccountSnapshot> accountFormat;
  private final RecordFormat<Decision> decisionFormat;
  private final RecordFormat<RiskLimits> limitsFormat;
  private final RecordFormat<Mark> markFormat;
  private final RecordFormat<OrderEvent> eventFormat;

  private final Object lock = new Object();
  private final SortedMap<String, AccountSnapshot> accounts = new TreeMap<>();
  private final Deque<Map.Entry<Coordinates, Decision>> decisions = new ArrayDeque<>();
  private final SortedMap<String, RiskLimits> limits = new TreeMap<>();
  private final SortedMap<InstrumentId, Mark> marks = new TreeMap<>();
  private final Deque<OrderEvent> fills = new ArrayDeque<>();
  private long decided;
  private long filled;

  private final Map<TopicPartition, Long> wanted = new HashMap<>();
  private volatile boolean caughtUp;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  public Latest(Platform platform) {
    this.platform = platform;
    this.accountFormat = platform.formats().of(Topics.ACCOUNT_STATE);
    this.decisionFormat = platform.formats().of(Topics.RISK_DECISIONS);
    this.limitsFormat = platform.formats().of(Topics.RISK_LIMITS);
    this.markFormat = platform.formats().of(Topics.MARKET_MARKS);
    this.eventFormat = platform.formats().of(Topics.ORDER_EVENTS);
  }

  @Override
  public String roleName() {
    return "console-views";
  }

  @Override
  public void onStart() {
    Consumer<byte[], byte[]> reading =
        platform.kafka().consumer(null, "tapedeck-console-views", Map.of());
    consumer = reading;
    List<TopicPartition> all = new ArrayList<>();
    for (Topic<?> topic :
        List.of(
            Topics.ACCOUNT_STATE,
            Topics.RISK_DECISIONS,
            Topics.RISK_LIMITS,
            Topics.MARKET_MARKS,
            Topics.ORDER_EVENTS)) {
      reading
          .partitionsFor(platform.topic(topic))
          .forEach(p -> all.add(new TopicPartition(p.topic(), p.partition())));
    }
    reading.assign(all);
    reading.seekToBeginning(all);
    wanted.putAll(reading.endOffsets(all));
    wanted.forEach(
        (at, end) -> {
          if (at.topic().equals(platform.topic(Topics.RISK_DECISIONS))
              || at.topic().equals(platform.topic(Topics.ORDER_EVENTS))) {
            // markers of transactions take offsets too: twice as many as are kept
            reading.seek(at, Math.max(reading.position(at), end - 2L * DECISIONS));
          }
        });
  }

  @Override
  public int doWork() {
    Consumer<byte[], byte[]> reading = consumer;
    if (reading == null) {
      throw new IllegalStateException("no work before the start");
    }
    int count = 0;
    for (ConsumerRecord<byte[], byte[]> record : reading.poll(WAIT)) {
      take(record);
      count++;
    }
    if (!caughtUp) {
      caughtUp =
          wanted.entrySet().stream().allMatch(e -> reading.position(e.getKey()) >= e.getValue());
    }
    return count;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      synchronized (lock) {
        if (record.topic().equals(platform.topic(Topics.ACCOUNT_STATE))) {
          AccountSnapshot account = accountFormat.decode(record.value());
          accounts.put(account.account().value(), account);
        } else if (record.topic().equals(platform.topic(Topics.RISK_LIMITS))) {
          RiskLimits version = limitsFormat.decode(record.value());
          limits.put(version.scope(), version);
        } else if (record.topic().equals(platform.topic(Topics.MARKET_MARKS))) {
          Mark mark = markFormat.decode(record.value());
          marks.put(mark.instrument(), mark);
        } else if (record.topic().equals(platform.topic(Topics.ORDER_EVENTS))) {
          fill(eventFormat.decode(record.value()));
        } else {
          decided++;
          decisions.addFirst(
              Map.entry(
                  new Coordinates(record.topic(), record.partition(), record.offset()),
                  decisionFormat.decode(record.value())));
          if (decisions.size() > DECISIONS) {
            decisions.removeLast();
          }
        }
      }
    } catch (UnreadableRecordException e) {
      // whoever owns the topic accounts for it; there is nothing here to show
    }
  }

  private void fill(OrderEvent event) {
    if (event.execution() != null) {
      filled++;
      fills.addFirst(event);
      if (fills.size() > FILLS) {
        fills.removeLast();
      }
    }
  }

  @Override
  public void onClose() {
    if (consumer != null) {
      consumer.close();
    }
  }

  /** True once everything was read that lay there at the start. */
  public boolean caughtUp() {
    return caughtUp;
  }

  /** The accounts, in order of their names. */
  public Collection<AccountSnapshot> accounts() {
    synchronized (lock) {
      return List.copyOf(accounts.values());
    }
  }

  /** The latest decisions, newest first within each partition. */
  public List<Map.Entry<Coordinates, Decision>> decisions() {
    synchronized (lock) {
      return List.copyOf(decisions);
    }
  }

  /** The newest version of each scope. */
  public SortedMap<String, RiskLimits> limits() {
    synchronized (lock) {
      return new TreeMap<>(limits);
    }
  }

  /** The newest marks, in order of their instruments. */
  public Collection<Mark> marks() {
    synchronized (lock) {
      return List.copyOf(marks.values());
    }
  }

  /**
   * What came since, newest first.
   *
   * @param count how many were read in all, ever: ask with it the next time
   */
  public record Since<T>(long count, List<T> news) {}

  /** Decisions after the {@code count} first ones, as far back as they are kept. */
  public Since<Map.Entry<Coordinates, Decision>> decisionsSince(long count) {
    synchronized (lock) {
      return new Since<>(decided, newest(decisions, decided - count));
    }
  }

  /** Executions after the {@code count} first ones, as far back as they are kept. */
  public Since<OrderEvent> fillsSince(long count) {
    synchronized (lock) {
      return new Since<>(filled, newest(fills, filled - count));
    }
  }

  private static <T> List<T> newest(Deque<T> all, long most) {
    return all.stream().limit(most).toList();
  }
}
