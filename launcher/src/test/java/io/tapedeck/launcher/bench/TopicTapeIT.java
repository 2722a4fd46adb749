package io.tapedeck.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Provision;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.replay.tick.ReadAhead;
import io.tapedeck.replay.tick.TapeTick;
import io.tapedeck.replay.tick.TickCache;
import io.tapedeck.replay.tick.TickCaches;
import io.tapedeck.replay.tick.TickSource;
import io.tapedeck.replay.tick.TopicTicks;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ticks of a topic of several partitions on a real broker come in the one order that is promised.
 */
class TopicTapeIT {
  private static final int TICKS = 30_000;

  @TempDir static Path folder;

  private static LocalStack stack;
  private static Platform platform;
  private static String topic;

  @BeforeAll
  static void fill() throws Exception {
    stack = LocalStack.brokerAndRegistry();
    Settings settings =
        Settings.load(Settings.root().resolve("config/tapedeck.yaml"), List.of())
            .with(
                "kafka.bootstrap_servers=" + stack.bootstrapServers(),
                "schema_registry.urls=" + stack.registryUrl());
    platform = settings.platform("test");
    Provision.all(settings, platform);
    topic = platform.topic(Topics.MARKET_TICKS);
    List<String> symbols = List.of("BTC/USD", "ETH/USD", "SOL/USD", "ADA/USD", "XRP/USD");
    try (SyntheticTicks source = new SyntheticTicks(symbols, 3, TICKS)) {
      TickTopic.fill(platform, source);
    }
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private record Read(int partition, long offset, long received, String text) {}

  private static List<Read> read(TickSource source) {
    List<Read> all = new ArrayList<>();
    TapeTick tick = new TapeTick();
    while (source.next(tick)) {
      TickSource.Lane lane = source.lanes().get(tick.instrument());
      String text =
          lane
              + " "
              + tick.kind()
              + List.of(
                  tick.offset(),
                  tick.eventNanos(),
                  tick.receivedNanos(),
                  tick.venueId(),
                  tick.bid(),
                  tick.bidSize(),
                  tick.ask(),
                  tick.askSize())
              + tick.aggressor();
      all.add(new Read(lane.partition(), tick.offset(), tick.receivedNanos(), text));
    }
    source.close();
    return all;
  }

  @Test
  void partitionsAreMergedByReceivedTimeThenPartitionAndStayInTheirOrder() {
    List<Read> found = read(new TopicTicks(platform, topic, Map.of()));

    assertThat(found).hasSize(TICKS);
    Map<Integer, List<Read>> byPartition =
        found.stream().collect(Collectors.groupingBy(Read::partition));
    assertThat(byPartition).hasSizeGreaterThan(1);
    byPartition
        .values()
        .forEach(
            reads -> {
              for (int i = 0; i < reads.size(); i++) {
                assertThat(reads.get(i).offset()).isEqualTo(i);
              }
            });
    // received times never step back in this market, so the merge is a sort
    assertThat(found)
        .isSortedAccordingTo(
            Comparator.comparingLong(Read::received).thenComparingInt(Read::partition));
  }

  @Test
  void anotherThreadAndTheCacheGiveTheSameTicks() {
    List<Read> direct = read(new TopicTicks(platform, topic, Map.of()));

    assertThat(read(new ReadAhead(new TopicTicks(platform, topic, Map.of())))).isEqualTo(direct);
    TickCaches caches = new TickCaches(folder);
    String sha256;
    try (TickCache cache =
        caches.ofTopic(platform, Topics.MARKET_TICKS.name(), Map.of(), n -> {})) {
      sha256 = cache.ticksSha256();
      // instruments may be numbered in another order; what they are is compared
      assertThat(read(cache.ticks())).isEqualTo(direct);
    }
    try (TickCache again = caches.ofTopic(platform, topic, Map.of(), n -> {})) {
      assertThat(again.ticksSha256()).isEqualTo(sha256);
    }
  }

  @Test
  void aRangeOfOffsetsIsThoseAndNoOthers() {
    int one = read(new TopicTicks(platform, topic, Map.of())).get(0).partition();

    List<Read> found =
        read(new TopicTicks(platform, topic, Map.of(one, new TickSource.Range(10, 200))));

    assertThat(found).hasSize(190).allMatch(read -> read.partition() == one);
    assertThat(found.get(0).offset()).isEqualTo(10);
    assertThatThrownBy(
            () -> new TopicTicks(platform, topic, Map.of(one, new TickSource.Range(0, TICKS * 2))))
        .hasMessageContaining(topic + "-" + one + " holds offsets 0 to ");
    assertThatThrownBy(
            () -> new TopicTicks(platform, topic, Map.of(77, new TickSource.Range(0, 1))))
        .hasMessageContaining("not all of [77]");
    assertThatThrownBy(
            () -> new TickCaches(folder).ofTopic(platform, "no-such-topic", Map.of(), n -> {}))
        .hasMessageContaining("neither a file nor a topic: no-such-topic");
  }
}
