package io.tapedeck.launcher.bench;

import io.tapedeck.ingest.TapeImporter;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.SimulatorSection;
import io.tapedeck.launcher.stack.Provision;
import io.tapedeck.localstack.harness.LocalStack;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.kafka.OffsetSeeder;
import io.tapedeck.runtime.kafka.StreamsService;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.SignalModels;
import io.tapedeck.signals.SignalsApp;
import io.tapedeck.signals.SignalsConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The signals service alone, beside the broker that it reads from and writes to:
 *
 * <ol>
 *   <li>a tape of synthetic ticks is put on the topic
 *   <li>what Kafka itself costs: the same bytes through an exactly-once Streams topology that only
 *       passes them on, without a store, at the same commit interval
 *   <li>the service on the same ticks, with the shipped model and with every feature there is, and
 *       for each choice of when a signal is put on its topic
 *   <li>from a live tick to its intent, with a commit on decision and at the interval only
 * </ol>
 *
 * <p>Each rate stands between two of the pass-through, as rates drift on a machine of few cores.
 * Rates are of the whole tape, from the moment the topology runs to the commit of its last offset.
 */
public final class SignalsBench {
  private static final String PASSED = "bench-passed";
  private static final List<String> BARS = List.of("100ms", "10t", "5v");
  private static final int ROUNDS = 5;
  private static final int TRAINING_TICKS = 200_000;
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final Settings base;
  private final long ticks;
  private final Consumer<String> progress;
  private int runs;

  /** With a config, so many ticks a run. */
  public SignalsBench(Settings base, long ticks, Consumer<String> progress) {
    this.base = base;
    this.ticks = ticks;
    this.progress = progress;
  }

  /** Runs it all and returns the figures by name. */
  public Map<String, Object> run() throws IOException, ExecutionException, InterruptedException {
    Path folder = Files.createTempDirectory("tapedeck-bench");
    Path model = allFeaturesModel(folder);
    try (LocalStack stack = LocalStack.brokerAndRegistry()) {
      Settings settings =
          base.with(
              "kafka.bootstrap_servers=" + stack.bootstrapServers(),
              "schema_registry.urls=" + stack.registryUrl(),
              "kafka.state_dir=" + folder.resolve("state"));
      Platform platform = settings.platform("bench");
      Provision.all(settings, platform);
      try (Admin admin = platform.kafka().admin("tapedeck-bench")) {
        NewTopic passed = new NewTopic(PASSED, partitions(admin, platform), (short) 1);
        admin.createTopics(List.of(passed)).all().get();
        progress.accept("tape of " + ticks + " ticks");
        long bytes = tape(platform, folder, ticks);
        return measure(settings, platform, admin, model, bytes);
      }
    }
  }

  private Map<String, Object> measure(
      Settings settings, Platform platform, Admin admin, Path model, long bytes)
      throws ExecutionException, InterruptedException, IOException {
    Settings all =
        settings.with(
            "signal.model_path=" + model,
            "signal.features=" + String.join(",", SignalModels.allFeatures(BARS)));
    progress.accept("warming up");
    passOn(platform, admin);
    signals(all, platform, admin, "interval");

    Map<String, Object> rates = new LinkedHashMap<>();
    rates.put("shipped_model_interval", rounds(settings, platform, admin, "interval", 1));
    rates.put("all_features_interval", rounds(all, platform, admin, "interval", ROUNDS));
    for (String emit : List.of("on_change", "every_tick")) {
      rates.put("all_features_" + emit, rounds(all, platform, admin, emit, 1));
    }

    Map<String, Object> report = new LinkedHashMap<>();
    report.put("ticks", ticks);
    report.put("tape_bytes_a_tick", bytes / (double) ticks);
    report.put("features", SignalModels.allFeatures(BARS).size());
    KafkaConfig kafka = settings.section(KafkaConfig.class);
    report.put("stream_threads", kafka.streamThreads());
    report.put("commit_interval_ms", kafka.commitInterval().toMillis());
    report.put("cores", Runtime.getRuntime().availableProcessors());
    report.put("ticks_a_second", rates);
    Map<String, Object> latency = new LinkedHashMap<>();
    for (boolean onDecision : new boolean[] {true, false}) {
      progress.accept("latency, commit on decision: " + onDecision);
      latency.put(
          onDecision ? "commit_on_decision" : "commit_at_interval",
          new DecisionLatency(platform)
              .measure(
                  settings.with("signal.commit_on_decision=" + onDecision),
                  "bench-signals-" + ++runs));
    }
    report.put("tick_to_intent_ms", latency);
    report.put("load_average", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    return report;
  }

  private Path allFeaturesModel(Path folder) throws IOException {
    progress.accept("a model of every feature");
    Path csv = folder.resolve("training.csv");
    SyntheticTape.write(csv, symbols(), 5, TRAINING_TICKS, 0);
    Path model = folder.resolve("all.onnx");
    SignalModels.train(
        new SignalModels.Training(
            csv,
            model,
            "logistic",
            SignalModels.allFeatures(BARS),
            20,
            5,
            0.6,
            0,
            true,
            13,
            2,
            0.1,
            1,
            0,
            false),
        line -> {});
    return model;
  }

  private List<String> symbols() {
    return base.section(SimulatorSection.class).symbols();
  }

  private long tape(Platform platform, Path folder, long count) throws IOException {
    Path csv = folder.resolve("tape.csv");
    SyntheticTape.write(csv, symbols(), 13, count, 0);
    new TapeImporter(platform).run(csv, TapeImporter.Options.csv(), rows -> {});
    Files.delete(csv);
    return new PlainReader(platform).bytes(platform.topic(Topics.MARKET_TICKS));
  }

  private static int partitions(Admin admin, Platform platform)
      throws ExecutionException, InterruptedException {
    return TopicEnds.of(admin, platform.topic(Topics.MARKET_TICKS)).size();
  }

  private double passOn(Platform platform, Admin admin)
      throws ExecutionException, InterruptedException {
    String id = "bench-pass-" + ++runs;
    progress.accept("pass-through");
    String from = platform.topic(Topics.MARKET_TICKS);
    new OffsetSeeder(platform.kafka()).seedAtStart(id, List.of(from));
    StreamsService pass =
        new StreamsService(
            id,
            PassThrough.topology(from, PASSED),
            platform.kafka().streamsProperties(id, id),
            streams -> {});
    return rate(List.of(pass), pass, admin, id, from);
  }

  /**
   * The service by turns with the pass-through, which is run before each round and after the last:
   * a rate is compared to the mean of the two pass-throughs around it, for the machine drifts. The
   * round with the median ratio is the result; all of them are listed.
   */
  private Map<String, Object> rounds(
      Settings settings, Platform platform, Admin admin, String emit, int count)
      throws ExecutionException, InterruptedException {
    List<Round> rounds = new ArrayList<>();
    double before = passOn(platform, admin);
    for (int i = 0; i < count; i++) {
      long signals = TopicEnds.sum(admin, platform.topic(Topics.SIGNALS));
      double rate = signals(settings, platform, admin, emit);
      signals = TopicEnds.sum(admin, platform.topic(Topics.SIGNALS)) - signals;
      // offsets, so that markers of transactions count, too: more than there were records
      long logged = TopicEnds.sum(admin, "bench-signals-" + runs + "-signal-state-changelog");
      double after = passOn(platform, admin);
      rounds.add(new Round(before, rate, after, signals, logged / (double) ticks));
      before = after;
    }
    Round median =
        rounds.stream().sorted(Comparator.comparingDouble(Round::ratio)).toList().get(count / 2);
    Map<String, Object> result = median.report();
    if (count > 1) {
      result.put("rounds", rounds.stream().map(Round::report).toList());
    }
    return result;
  }

  private record Round(
      double before, double rate, double after, long signals, double changelogShare) {
    double ratio() {
      return 2 * rate / (before + after);
    }

    Map<String, Object> report() {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("rate", Math.round(rate));
      report.put("pass_through_before", Math.round(before));
      report.put("pass_through_after", Math.round(after));
      report.put("of_pass_through", Math.round(ratio() * 1000) / 1000.0);
      report.put("signals", signals);
      report.put("changelog_share", Math.round(changelogShare * 1e5) / 1e5);
      return report;
    }
  }

  private double signals(Settings settings, Platform platform, Admin admin, String emit)
      throws ExecutionException, InterruptedException {
    String id = "bench-signals-" + ++runs;
    progress.accept("signals, " + emit);
    SignalsConfig config =
        settings
            .with(
                "signal.application_id=" + id,
                "signal.emit=" + emit,
                "signal.update_interval_ms=250")
            .section(SignalsConfig.class);
    List<Service> services = SignalsApp.services(config, platform);
    StreamsService streams =
        (StreamsService)
            services.stream().filter(StreamsService.class::isInstance).findFirst().orElseThrow();
    return rate(services, streams, admin, id, platform.topic(Topics.MARKET_TICKS));
  }

  private double rate(
      List<Service> services, StreamsService streams, Admin admin, String group, String topic)
      throws ExecutionException, InterruptedException {
    ServiceRunner runner = new ServiceRunner(group, services, STOP);
    runner.start();
    if (!streams.awaitRunning(START)) {
      throw new IllegalStateException(group + " did not start within " + START);
    }
    long begun = System.nanoTime();
    double seconds = (new CatchUp(admin, Map.of(group, List.of(topic))).await() - begun) / 1e9;
    runner.requestStop("measured");
    runner.awaitTermination();
    return ticks / seconds;
  }
}
