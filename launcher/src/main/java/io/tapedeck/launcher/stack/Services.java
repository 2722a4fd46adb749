package io.tapedeck.launcher.stack;

import io.micrometer.core.instrument.Gauge;
import io.tapedeck.console.ConsoleApp;
import io.tapedeck.console.ConsoleConfig;
import io.tapedeck.executor.ExecutorApp;
import io.tapedeck.executor.ExecutorConfig;
import io.tapedeck.ingest.IngestApp;
import io.tapedeck.ingest.IngestConfig;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.StackConfig;
import io.tapedeck.replay.proof.VerifierApp;
import io.tapedeck.replay.proof.VerifierConfig;
import io.tapedeck.risk.RiskApp;
import io.tapedeck.risk.RiskConfig;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.health.BuildInfo;
import io.tapedeck.runtime.health.HealthCheck;
import io.tapedeck.runtime.health.HealthConfig;
import io.tapedeck.runtime.health.HealthServer;
import io.tapedeck.runtime.lag.LagConfig;
import io.tapedeck.runtime.lag.LagPoller;
import io.tapedeck.runtime.lifecycle.RoleThread;
import io.tapedeck.runtime.lifecycle.Service;
import io.tapedeck.runtime.lifecycle.ServiceRunner;
import io.tapedeck.runtime.logging.LevelsFile;
import io.tapedeck.runtime.logging.LevelsFollower;
import io.tapedeck.runtime.resources.ResourceWatch;
import io.tapedeck.signals.SignalsApp;
import io.tapedeck.signals.SignalsConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The four services by name. */
public final class Services {
  /** In the order in which they start: the market last, so that nothing of it is missed. */
  public static final List<String> ALL = List.of("risk", "signals", "executor", "ingest");

  /** The part that people command by; not needed for trading. */
  public static final String CONSOLE = "console";

  /** The poller of consumer lag; it looks on from outside. */
  public static final String LAG = "lag";

  /** What runs beside the four, for people; trading goes on without them. */
  public static final List<String> BESIDES = List.of(LAG, CONSOLE);

  /** The part that proves the journal all the time; in the console's process unless run alone. */
  public static final String VERIFIER = "verifier";

  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private static final Duration LEVELS_EVERY = Duration.ofSeconds(1);
  private static final Duration RESOURCES_EVERY = Duration.ofSeconds(10);

  private Services() {}

  /** What makes up a service, in the order of its start. */
  public static List<Service> of(String name, Settings settings, Platform platform) {
    return switch (name) {
      case "ingest" -> IngestApp.services(settings.section(IngestConfig.class), platform);
      case "signals" -> SignalsApp.services(settings.section(SignalsConfig.class), platform);
      case "executor" -> ExecutorApp.services(settings.section(ExecutorConfig.class), platform);
      case "risk" -> RiskApp.services(settings.section(RiskConfig.class), platform);
      case CONSOLE -> console(settings, platform).services();
      case VERIFIER -> VerifierApp.services(settings.section(VerifierConfig.class), platform);
      case LAG ->
          List.of(new LagPoller(settings.section(LagConfig.class), platform, groups(settings)));
      default -> throw new IllegalArgumentException("no service named " + name);
    };
  }

  /**
   * The consumer groups that must have a member. The executor's has none: it assigns its partitions
   * itself, and one that is dead is told by its endpoint and by its lag.
   */
  public static List<String> groups(Settings settings) {
    return List.of(
        settings.section(RiskConfig.class).applicationId(),
        settings.section(SignalsConfig.class).applicationId());
  }

  /** The console; its tokens lie under the home folder. */
  public static ConsoleApp console(Settings settings, Platform platform) {
    return new ConsoleApp(
        settings.section(ConsoleConfig.class),
        platform,
        new Home(settings.stack().home()).console());
  }

  /** The port of a service's metrics and health. */
  public static int port(String name, StackConfig stack) {
    return switch (name) {
      case "ingest" -> stack.ingestPort();
      case "signals" -> stack.signalsPort();
      case "risk" -> stack.riskPort();
      case "executor" -> stack.executorPort();
      case VERIFIER -> stack.verifierPort();
      case LAG -> stack.lagPort();
      default -> stack.metricsPort();
    };
  }

  /** A runner of services with one health and metrics endpoint. */
  public static ServiceRunner runner(
      String name, List<Service> services, Settings settings, Platform platform, int port) {
    List<Service> all = new ArrayList<>();
    Holder runner = new Holder();
    HealthServer health =
        new HealthServer(
            name,
            new HealthConfig(settings.stack().host(), port),
            runner::checks,
            platform.metrics()::scrape,
            BuildInfo.load());
    all.add(Service.of("health", health::start, health::stop));
    all.add(
        new RoleThread(
            ResourceWatch.of(
                settings.stack().home(),
                settings.stack().resourceWarningPercent(),
                platform.meters()),
            RESOURCES_EVERY));
    all.add(
        new RoleThread(
            new LevelsFollower(new LevelsFile(new Home(settings.stack().home()).logLevels())),
            LEVELS_EVERY));
    all.addAll(services);
    Gauge.builder("health.ready", runner, Holder::ready)
        .description("1 if every check of readiness passes")
        .register(platform.meters());
    runner.is = new ServiceRunner(name, all, STOP_WITHIN);
    return runner.is;
  }

  /** Lets the health endpoint, which starts first, ask the runner that starts it. */
  private static final class Holder {
    private @org.jspecify.annotations.Nullable ServiceRunner is;

    List<HealthCheck> checks() {
      return is == null ? List.of() : is.healthChecks();
    }

    double ready() {
      boolean down =
          checks().stream()
              .anyMatch(check -> check.kind() == HealthCheck.Kind.READY && !check.check().up());
      return down ? 0 : 1;
    }
  }
}
