package io.tapedeck.launcher.demo;

import io.tapedeck.executor.ExecutorConfig;
import io.tapedeck.launcher.Settings;
import io.tapedeck.risk.RiskConfig;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.SignalsConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until everything that the market caused is done: every tick on the tape and handled, every
 * intent decided, every approved order settled at the venue, every fill booked.
 */
final class Quiescence {
  private static final Duration GIVE_UP = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final long REPORT_NANOS = 1_000_000_000L;

  private final Settings settings;
  private final Platform platform;
  private final TapeWatch watch;
  private final PlayedMarket market;
  private final Consumer<String> progress;

  Quiescence(
      Settings settings,
      Platform platform,
      PlayedMarket market,
      TapeWatch watch,
      Consumer<String> progress) {
    this.settings = settings;
    this.platform = platform;
    this.market = market;
    this.watch = watch;
    this.progress = progress;
  }

  /** True if it came to rest; false if it did not within two minutes after the last tick. */
  boolean await() throws ExecutionException, InterruptedException {
    try (Admin admin = platform.kafka().admin("tapedeck-demo")) {
      long finished = 0;
      long reported = System.nanoTime();
      while (true) {
        watch.poll(POLL);
        String failure = market.failure();
        if (failure != null) {
          throw new IllegalStateException("a service failed: " + failure);
        }
        PlayedMarket.Progress played = market.progress();
        long now = System.nanoTime();
        if (now - reported > REPORT_NANOS) {
          reported = now;
          progress.accept(line(played));
        }
        if (!played.finished()) {
          continue;
        }
        finished = finished == 0 ? now : finished;
        if (watch.ticks() >= played.sent() && done(admin)) {
          return true;
        }
        if (now - finished > GIVE_UP.toNanos()) {
          return false;
        }
      }
    }
  }

  private String line(PlayedMarket.Progress played) {
    return "ticks "
        + watch.ticks()
        + " of "
        + played.total()
        + ", signals "
        + watch.signals()
        + ", intents "
        + watch.intents()
        + ", approved "
        + watch.approved()
        + ", denied "
        + watch.denied()
        + ", fills "
        + watch.fills();
  }

  private boolean done(Admin admin) throws ExecutionException, InterruptedException {
    if (!caughtUp(admin, settings.section(SignalsConfig.class).applicationId(), Topics.MARKET_TICKS)
        || !caughtUp(
            admin, settings.section(RiskConfig.class).applicationId(), Topics.ORDER_INTENTS)) {
      return false;
    }
    if (watch.approved() + watch.denied() < watch.intents()
        || watch.claims() < watch.commands()
        || watch.openClaims() > 0) {
      return false;
    }
    if (watch.fills() < LedgerFile.read(market.ledgerFile()).fills.size()) {
      return false;
    }
    return caughtUp(
            admin, settings.section(ExecutorConfig.class).applicationId(), Topics.ORDERS_APPROVED)
        && caughtUp(admin, settings.section(RiskConfig.class).applicationId(), Topics.ORDER_EVENTS);
  }

  /** True if a group has committed beyond the last record of each partition of a topic. */
  private boolean caughtUp(Admin admin, String group, io.tapedeck.schemas.Topic<?> topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    for (Map.Entry<TopicPartition, Long> last : watch.lastOffsets(topic).entrySet()) {
      OffsetAndMetadata offset = committed.get(last.getKey());
      if (offset == null || offset.offset() <= last.getValue()) {
        return false;
      }
    }
    return true;
  }
}
