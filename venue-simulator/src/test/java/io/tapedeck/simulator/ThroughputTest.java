package io.tapedeck.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tapedeck.simulator.SimulatorConfig.ApiAccount;
import io.tapedeck.simulator.SimulatorConfig.MarketConfig;
import io.tapedeck.simulator.SimulatorConfig.StartConfig;
import io.tapedeck.simulator.market.Pace;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulator must not be what limits a measurement. */
class ThroughputTest {
  private static final Logger LOG = LoggerFactory.getLogger(ThroughputTest.class);
  private static final int TICKS = 60_000;

  @TempDir Path folder;

  @Test
  void sendsTwentyThousandMessagesASecondOnAFractionOfACore() throws Exception {
    try (VenueSimulator venue =
        VenueSimulator.start(
            SimulatorConfig.builder(folder)
                .market(MarketConfig.synthetic(7, TICKS))
                .speed(Pace.rate(20_000))
                .start(StartConfig.onCommandOnly())
                .build())) {
      AtomicLong bytes = new AtomicLong();
      SocketClient client = SocketClient.open(venue, text -> bytes.addAndGet(text.length()));
      String list = "[\"BTC/USD\",\"ETH/USD\",\"SOL/USD\",\"ADA/USD\"]";
      client.send(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"ticker\","
              + "\"event_trigger\":\"bbo\",\"symbol\":"
              + list
              + "}}");
      client.send(
          "{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":" + list + "}}");
      Awaitility.await().until(() -> client.messages() >= 9);
      long before = client.messages();
      long cpuBefore = simulatorCpuNanos();
      long start = System.nanoTime();
      venue.play();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> client.messages() - before >= TICKS);
      double seconds = (System.nanoTime() - start) / 1e9;
      double cores = (simulatorCpuNanos() - cpuBefore) / 1e9 / seconds;
      LOG.info(
          "MEASURED messages_per_second={} simulator_cores={} bytes_per_message={}",
          Math.round(TICKS / seconds),
          String.format("%.2f", cores),
          bytes.get() / TICKS);
      // generous, for a loaded machine; the figure itself is in the log
      assertThat(TICKS / seconds).isGreaterThan(10_000);
      client.close();
    }
  }

  /** As fast as one client takes it, in every protocol. */
  @ParameterizedTest
  @ValueSource(strings = {"/v2", "/", "/v1beta3/crypto/us"})
  void burstsInEveryProtocol(String path) throws Exception {
    try (VenueSimulator venue =
        VenueSimulator.start(
            SimulatorConfig.builder(folder)
                .accounts(new ApiAccount("main", "PKTEST", "c2VjcmV0", Map.of()))
                .market(new MarketConfig("", List.of("BTC/USD"), 7, TICKS))
                .speed(Pace.unlimited())
                .start(StartConfig.onCommandOnly())
                .build())) {
      AtomicLong ticks = new AtomicLong();
      SocketClient client =
          SocketClient.open(venue, path, Map.of(), text -> ticks.addAndGet(ticksIn(text)));
      switch (path) {
        case "/v2" -> {
          client.send(
              "{\"method\":\"subscribe\",\"params\":{\"channel\":\"ticker\","
                  + "\"event_trigger\":\"bbo\",\"symbol\":[\"BTC/USD\"]}}");
          client.send(
              "{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\","
                  + "\"symbol\":[\"BTC/USD\"]}}");
        }
        case "/" -> {
          for (String name : List.of("spread", "trade")) {
            client.send(
                "{\"event\":\"subscribe\",\"pair\":[\"XBT/USD\"],\"subscription\":{\"name\":\""
                    + name
                    + "\"}}");
          }
        }
        default -> {
          client.send("{\"action\":\"auth\",\"key\":\"PKTEST\",\"secret\":\"c2VjcmV0\"}");
          client.send(
              "{\"action\":\"subscribe\",\"quotes\":[\"BTC/USD\"],\"trades\":[\"BTC/USD\"]}");
        }
      }
      Awaitility.await().until(() -> client.messages() >= 3);
      long before = ticks.get();
      long start = System.nanoTime();
      venue.play();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> ticks.get() - before >= TICKS);
      double seconds = (System.nanoTime() - start) / 1e9;
      LOG.info("MEASURED path={} burst_messages_per_second={}", path, Math.round(TICKS / seconds));
      // generous, for a loaded machine; the figure itself is in the log
      assertThat(TICKS / seconds).isGreaterThan(10_000);
      client.close();
    }
  }

  private static int ticksIn(String text) {
    if (text.startsWith("[{\"T\":\"")) {
      int count = 0;
      for (int at = text.indexOf("\"S\":"); at >= 0; at = text.indexOf("\"S\":", at + 4)) {
        count++;
      }
      return count;
    }
    boolean data = text.startsWith("[") || text.contains("\"channel\":\"t");
    return data ? 1 : 0;
  }

  /** CPU of the player and of the server's sockets; the client's threads have other names. */
  private static long simulatorCpuNanos() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null
          && (info.getThreadName().startsWith("simulator-")
              || info.getThreadName().startsWith("WebSocketSelector"))) {
        nanos += Math.max(0, threads.getThreadCpuTime(info.getThreadId()));
      }
    }
    return nanos;
  }
}
