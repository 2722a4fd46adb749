package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.StackConfig;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.launcher.stack.Services;
import io.tapedeck.launcher.stack.Venue;
import io.tapedeck.localstack.broker.EmbeddedBroker;
import io.tapedeck.localstack.registry.RegistryServer;
import io.tapedeck.replay.proof.VerifierConfig;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.simulator.VenueSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run PART}. */
@Command(
    name = "run",
    description =
        "Runs one part in the foreground: ingest, signals, risk, executor, lag, console, verifier,"
            + " broker, registry, simulator.")
final class RunCommand implements Callable<Integer> {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "PART", description = "Which.")
  private String part = "";

  @Option(
      names = "--tape",
      paramLabel = "FILE",
      description = "simulator: play this recorded market.")
  private @Nullable Path tape;

  @Option(
      names = "--ticks",
      paramLabel = "N",
      description = "simulator: ticks of the synthetic market.")
  private long ticks = Long.MAX_VALUE;

  @Option(names = "--wait", description = "simulator: do not play before POST /control/play.")
  private boolean wait;

  @Override
  public Integer call() {
    Settings settings = common.settings();
    return switch (part) {
      case "broker" -> single(broker(settings));
      case "registry" -> single(registry(settings));
      case "simulator" -> single(simulator(settings));
      case Services.CONSOLE -> console(settings);
      case Services.VERIFIER -> verifier(settings);
      case "ingest", "signals", "risk", "executor", Services.LAG -> service(settings);
      default ->
          throw new CommandLine.ParameterException(
              spec.commandLine(),
              "no part named '"
                  + part
                  + "'; known: ingest, signals, risk, executor, lag, console, verifier, broker,"
                  + " registry, simulator");
    };
  }

  /** With the verifier beside it: both only watch, and share the port of metrics. */
  private int console(Settings settings) {
    Platform platform = settings.platform(part);
    List<Service> all = new ArrayList<>(Services.of(part, settings, platform));
    all.addAll(Services.of(Services.VERIFIER, settings, platform));
    return new ServiceRunner(part, all, STOP_WITHIN).run();
  }

  private int verifier(Settings settings) {
    if (!settings.section(VerifierConfig.class).enabled()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "verifier.enabled is false: there is nothing to run");
    }
    return service(settings);
  }

  private int service(Settings settings) {
    Platform platform = settings.platform(part);
    return Services.runner(
            part,
            Services.of(part, settings, platform),
            settings,
            platform,
            Services.port(part, settings.stack()))
        .run();
  }

  private static int single(Service service) {
    return new ServiceRunner(service.name(), List.of(service), STOP_WITHIN).run();
  }

  private static Service broker(Settings settings) {
    StackConfig stack = settings.stack();
    EmbeddedBroker broker =
        EmbeddedBroker.in(new Home(stack.home()).broker())
            .port(stack.brokerPort())
            .heapMebibytes(stack.brokerHeapMib())
            .build();
    return Service.of("broker", broker::start, timeout -> broker.stop());
  }

  private static Service registry(Settings settings) {
    StackConfig stack = settings.stack();
    RegistryServer registry =
        new RegistryServer(
            settings.section(KafkaConfig.class).bootstrapServers(),
            stack.host(),
            stack.registryPort());
    return Service.of("registry", registry::start, timeout -> registry.close());
  }

  private Service simulator(Settings settings) {
    AtomicReference<@Nullable VenueSimulator> venue = new AtomicReference<>();
    Home home = new Home(settings.stack().home());
    return Service.of(
        "simulator",
        () -> venue.set(VenueSimulator.start(Venue.config(settings, home, tape, ticks, wait))),
        timeout -> {
          VenueSimulator running = venue.get();
          if (running != null) {
            close(running);
          }
        });
  }

  private static void close(VenueSimulator venue) {
    try {
      venue.close();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("the simulator's ledger could not be closed", e);
    }
  }
}
