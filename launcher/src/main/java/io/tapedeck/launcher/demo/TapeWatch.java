package io.tapedeck.launcher.demo;

import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.market.MarketEventHandler;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.codec.MarketEventCodec;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.RecordFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the topics as a bystander and keeps the account of a run: what was written, and how far
 * each input goes. Not thread-safe: one thread polls and asks.
 */
final class TapeWatch implements AutoCloseable {
  private static final List<Topic<?>> WATCHED =
      List.of(
          Topics.MARKET_TICKS,
          Topics.SIGNALS,
          Topics.ORDER_INTENTS,
          Topics.RISK_DECISIONS,
          Topics.EXECUTOR_JOURNAL,
          Topics.ORDER_EVENTS,
          Topics.ORDERS_APPROVED);

  /** A bystander must not take the machine from those it watches. */
  private static final Map<String, ?> GENTLE =
      Map.of("max.poll.records", 10_000, "fetch.min.bytes", 1 << 20, "fetch.max.wait.ms", 250);

  private final Platform platform;
  private final Consumer<byte[], byte[]> consumer;
  private final ConfluentFormat<MarketEvent> ticks;
  private final MarketEventCodec tickCodec = (MarketEventCodec) Topics.MARKET_TICKS.codec();
  private final RecordFormat<Signal> signals;
  private final RecordFormat<OrderIntent> intents;
  private final RecordFormat<Decision> decisions;
  private final RecordFormat<ClaimEntry> claims;
  private final RecordFormat<OrderEvent> events;
  private final Map<TopicPartition, Long> last = new HashMap<>();
  private final Counts counts = new Counts();
  private final TreeMap<String, SignalDigest> digests = new TreeMap<>();
  private final Map<String, Long> tickReceived = new HashMap<>();
  private final Map<IntentId, ClaimState> states = new HashMap<>();
  private final Map<String, IntentId> intentByClientOrder = new HashMap<>();
  private final Set<String> fills = new HashSet<>();
  private long signalCount;
  private long intentCount;
  private long approved;
  private long denied;
  private long commands;

  TapeWatch(Platform platform) {
    this.platform = platform;
    this.ticks = platform.formats().confluent(Topics.MARKET_TICKS);
    this.signals = platform.formats().of(Topics.SIGNALS);
    this.intents = platform.formats().of(Topics.ORDER_INTENTS);
    this.decisions = platform.formats().of(Topics.RISK_DECISIONS);
    this.claims = platform.formats().of(Topics.EXECUTOR_JOURNAL);
    this.events = platform.formats().of(Topics.ORDER_EVENTS);
    this.consumer = platform.kafka().consumer(null, "tapedeck-watch", GENTLE);
    List<TopicPartition> all = new ArrayList<>();
    for (Topic<?> topic : WATCHED) {
      consumer
          .partitionsFor(platform.topic(topic))
          .forEach(p -> all.add(new TopicPartition(p.topic(), p.partition())));
    }
    consumer.assign(all);
    consumer.seekToBeginning(all);
  }

  /** Reads what has come, for at most the time given. */
  void poll(Duration atMost) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
      last.put(new TopicPartition(record.topic(), record.partition()), record.offset());
      read(record);
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    String topic = record.topic();
    if (topic.equals(platform.topic(Topics.MARKET_TICKS))) {
      tickCodec.read(ticks.open(record.value()), counts);
    } else if (topic.equals(platform.topic(Topics.SIGNALS))) {
      Signal signal = signals.decode(record.value());
      signalCount++;
      digests.computeIfAbsent(signal.instrument().value(), name -> new SignalDigest()).add(signal);
    } else if (topic.equals(platform.topic(Topics.ORDER_INTENTS))) {
      OrderIntent intent = intents.decode(record.value());
      intentCount++;
      tickReceived.put(intent.id().value(), intent.receivedNanos());
    } else if (topic.equals(platform.topic(Topics.RISK_DECISIONS))) {
      if (decisions.decode(record.value()).approved()) {
        approved++;
      } else {
        denied++;
      }
    } else if (topic.equals(platform.topic(Topics.ORDERS_APPROVED))) {
      commands++;
    } else if (topic.equals(platform.topic(Topics.EXECUTOR_JOURNAL))) {
      ClaimEntry claim = claims.decode(record.value());
      states.put(claim.intent(), claim.state());
      intentByClientOrder.put(claim.clientOrderId().value(), claim.intent());
    } else {
      Execution execution = events.decode(record.value()).execution();
      if (execution != null) {
        fills.add(execution.id().value());
      }
    }
  }

  /** Offset of the last record read of each partition of a topic. */
  Map<TopicPartition, Long> lastOffsets(Topic<?> topic) {
    Map<TopicPartition, Long> found = new HashMap<>();
    last.forEach(
        (at, offset) -> {
          if (at.topic().equals(platform.topic(topic))) {
            found.put(at, offset);
          }
        });
    return found;
  }

  long ticks() {
    return counts.quotes + counts.trades;
  }

  long quotes() {
    return counts.quotes;
  }

  long trades() {
    return counts.trades;
  }

  long signals() {
    return signalCount;
  }

  String signalsSha256() {
    return SignalDigest.combined(digests);
  }

  long intents() {
    return intentCount;
  }

  long approved() {
    return approved;
  }

  long denied() {
    return denied;
  }

  long commands() {
    return commands;
  }

  int fills() {
    return fills.size();
  }

  Set<String> fillIds() {
    return fills;
  }

  /** Claims whose outcome is still open. */
  long openClaims() {
    return states.values().stream().filter(state -> !state.settled()).count();
  }

  int claims() {
    return states.size();
  }

  /** When the tick behind a client order id was received, null if the id is not ours. */
  @org.jspecify.annotations.Nullable
  Long tickReceivedNanos(String clientOrderId) {
    IntentId intent = intentByClientOrder.get(clientOrderId);
    return intent == null ? null : tickReceived.get(intent.value());
  }

  @Override
  public void close() {
    consumer.close();
  }

  private static final class Counts implements MarketEventHandler {
    private long quotes;
    private long trades;

    @Override
    public void onQuote(
        long eventNanos,
        long receivedNanos,
        long venueId,
        long bidPrice,
        long bidSize,
        long askPrice,
        long askSize) {
      quotes++;
    }

    @Override
    public void onTrade(
        long eventNanos,
        long receivedNanos,
        long venueId,
        long price,
        long size,
        AggressorSide aggressor) {
      trades++;
    }

    @Override
    public void onOther(MarketEvent event) {
      // books and statuses are no ticks
    }
  }
}
