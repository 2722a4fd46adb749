package io.tapedeck.launcher.bench;

import io.tapedeck.executor.ExecutorConfig;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.SimulatorSection;
import io.tapedeck.launcher.bench.PlainThroughput.BenchTick;
import io.tapedeck.launcher.demo.TickToOrder;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.launcher.stack.LocalPipeline;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.launcher.stack.Venue;
import io.tapedeck.risk.RiskConfig;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.SignalsConfig;
import io.tapedeck.simulator.VenueSimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The bench, on one broker with everything running:
 *
 * <ol>
 *   <li>throughput from producing an encoded tape to the last decision committed, after a warm-up
 *   <li>latency from tick to order at a moderate rate, through the socket
 *   <li>throughput through the socket, as fast as it goes
 *   <li>the same bytes through plain clients
 *   <li>latency of a bare chain of as many exactly-once hops, at the rate of the decisions
 * </ol>
 */
public final class PipelineBench {
  private static final long DAY_NANOS = 86_400_000_000_000L;
  private static final double NANOS_A_MILLI = 1e6;
  private static final String PLAIN = "bench-plain";

  private final Settings base;
  private final BenchSize size;
  private final Consumer<String> progress;
  private final Map<String, Long> spent = new LinkedHashMap<>();

  /**
   * How much.
   *
   * @param ticks of each throughput measurement
   * @param latencyTicks of the latency measurement
   * @param ticksPerSecond of the latency measurement
   */
  public record BenchSize(long ticks, long latencyTicks, int ticksPerSecond) {}

  public PipelineBench(Settings base, BenchSize size, Consumer<String> progress) {
    this.base = base;
    this.size = size;
    this.progress = progress;
  }

  /** Runs it all and returns the figures by name. */
  public Map<String, Object> run() throws IOException, ExecutionException, InterruptedException {
    new Home(base.stack().home()).freshDemo();
    Settings settings = base.with("simulator.ticks_per_second=" + size.ticksPerSecond());
    try (LocalPipeline pipeline =
            new LocalPipeline(settings, null, size.latencyTicks(), false, progress);
        Admin admin = pipeline.platform().kafka().admin("tapedeck-bench")) {
      CatchUp catchUp = new CatchUp(admin, inputs(pipeline.settings(), pipeline.platform()));

      progress.accept("warming up");
      tape(encoded(pipeline, 17, size.ticks() / 4, -2 * DAY_NANOS), catchUp);
      EncodedTape tape = encoded(pipeline, 13, size.ticks(), -DAY_NANOS);
      progress.accept("throughput of the pipeline: " + size.ticks() + " ticks");
      double throughput = tape(tape, catchUp);

      progress.accept("latency: " + size.latencyTicks() + " ticks through the socket");
      long begun = System.nanoTime();
      play(pipeline.venue());
      catchUp.await();
      double seconds = (System.nanoTime() - begun) / 1e9;
      Histogram tickToOrder =
          TickToOrder.measure(pipeline.platform(), pipeline.venue().ledgerFile());

      progress.accept("throughput through the socket: " + size.ticks() + " ticks");
      double socket = socket(pipeline, catchUp);

      progress.accept("throughput of plain clients");
      List<BenchTick> bytes = tape.ticks();
      admin.createTopics(List.of(new NewTopic(PLAIN, 4, (short) 1))).all().get();
      double plain = PlainThroughput.measure(pipeline.platform().kafka(), PLAIN, bytes);

      progress.accept("latency of a bare chain");
      double rate = Math.max(1, tickToOrder.getTotalCount() / seconds);
      Histogram bare = bare(pipeline.platform(), admin, rate);
      return report(plain, throughput, socket, bytes.size(), tickToOrder, bare, rate);
    }
  }

  private static Map<String, List<String>> inputs(Settings settings, Platform platform) {
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    inputs.put(
        settings.section(SignalsConfig.class).applicationId(),
        List.of(platform.topic(Topics.MARKET_TICKS)));
    inputs.put(
        settings.section(RiskConfig.class).applicationId(),
        List.of(platform.topic(Topics.ORDER_INTENTS), platform.topic(Topics.ORDER_EVENTS)));
    inputs.put(
        settings.section(ExecutorConfig.class).applicationId(),
        List.of(platform.topic(Topics.ORDERS_APPROVED)));
    return inputs;
  }

  private static void play(VenueSimulator venue) throws InterruptedException {
    venue.play();
    while (!venue.state().finished()) {
      Thread.sleep(5);
    }
    Thread.sleep(200); // the last frame is on its way to the topic
  }

  /** A second venue plays as fast as the socket takes it, to a second connector. */
  private double socket(LocalPipeline pipeline, CatchUp catchUp)
      throws IOException, ExecutionException, InterruptedException {
    Settings fast =
        pipeline
            .settings()
            .with(
                "simulator.ticks_per_second=0",
                "simulator.rest_port=0",
                "simulator.websocket_port=0",
                "simulator.seed=11");
    Home aside = new Home(pipeline.home().folder().resolve("bench"));
    try (VenueSimulator venue =
        VenueSimulator.start(Venue.config(fast, aside, null, size.ticks(), true))) {
      Settings there =
          fast.with(
              "market_data.websocket_url=" + venue.webSocketUrl(),
              "market_data.trade_ids_from_tape=false");
      ServiceRunner ingest =
          new ServiceRunner(
              "bench-ingest",
              Services.of("ingest", there, pipeline.platform()),
              Duration.ofSeconds(10));
      ingest.start();
      long begun = System.nanoTime();
      play(venue);
      double seconds = (catchUp.await() - begun) / 1e9;
      ingest.requestStop("measured");
      ingest.awaitTermination();
      return size.ticks() / seconds;
    }
  }

  private EncodedTape encoded(LocalPipeline pipeline, long seed, long count, long laterNanos) {
    return EncodedTape.of(
        pipeline.platform(),
        base.section(SimulatorSection.class).symbols(),
        seed,
        count,
        laterNanos);
  }

  /** Ticks a second from the first send to the last decision committed. */
  private double tape(EncodedTape tape, CatchUp catchUp)
      throws ExecutionException, InterruptedException {
    long begun = System.nanoTime();
    tape.produce();
    long produced = System.nanoTime();
    double rate = tape.ticks().size() / ((catchUp.await() - begun) / 1e9);
    spent.clear();
    spent.put("producer", (produced - begun) / 1_000_000);
    spent.putAll(catchUp.millisBehind(begun));
    return rate;
  }

  private Histogram bare(Platform platform, Admin admin, double rate)
      throws ExecutionException, InterruptedException {
    BareChain chain = new BareChain(platform.kafka(), "bench");
    admin
        .createTopics(
            chain.topics().stream().map(name -> new NewTopic(name, 4, (short) 1)).toList())
        .all()
        .get();
    return chain.measure((int) Math.min(500, Math.max(100, rate * 10)), rate);
  }

  private Map<String, Object> report(
      double plain,
      double throughput,
      double socket,
      long records,
      Histogram tickToOrder,
      Histogram bare,
      double rate) {
    Map<String, Object> rates = new LinkedHashMap<>();
    rates.put("plain", Math.round(plain));
    rates.put("pipeline", Math.round(throughput));
    rates.put("ratio", throughput / plain);
    rates.put("socket", Math.round(socket));
    rates.put("ticks", size.ticks());
    rates.put("busy_until_ms", spent);
    rates.put("plain_records", records);
    Map<String, Object> latency = new LinkedHashMap<>();
    latency.put("decisions_per_s", rate);
    latency.put("orders", tickToOrder.getTotalCount());
    for (int percentile : new int[] {50, 99}) {
      double ours = tickToOrder.getValueAtPercentile(percentile) / NANOS_A_MILLI;
      double floor = bare.getValueAtPercentile(percentile) / NANOS_A_MILLI;
      latency.put("pipeline_p" + percentile, ours);
      latency.put("bare_p" + percentile, floor);
      latency.put("p" + percentile + "_ratio", floor == 0 ? 0 : ours / floor);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("throughput", rates);
    report.put("latency", latency);
    return report;
  }
}
