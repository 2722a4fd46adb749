package io.tapedeck.launcher.stack;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.SimulatorSection;
import io.tapedeck.signals.SignalsConfig;
import io.tapedeck.simulator.SimulatorConfig;
import io.tapedeck.simulator.market.Pace;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The local venue's settings. */
public final class Venue {
  /** What a paper account is opened with where the config says nothing. */
  private static final Map<String, String> BALANCES = Map.of("USD", "1000000", "USDT", "1000000");

  /** About how many ticks the synthetic market has in a second of its own time. */
  private static final double SYNTHETIC_TICKS_A_SECOND = 100;

  private static final int UNLIMITED_RATE = 100_000;

  private Venue() {}

  /**
   * Settings of the simulator.
   *
   * @param tape a recorded market; null for a synthetic one of so many ticks
   * @param onCommand true to wait for the play command
   */
  public static SimulatorConfig config(
      Settings settings, Home home, @Nullable Path tape, long ticks, boolean onCommand) {
    SimulatorSection section = settings.section(SimulatorSection.class);
    Home.VenueKey key = key(settings, home);
    Map<String, String> balances = section.balances().isEmpty() ? BALANCES : section.balances();
    SimulatorConfig.MarketConfig market =
        tape == null
            ? new SimulatorConfig.MarketConfig("", section.symbols(), section.seed(), ticks)
            : SimulatorConfig.MarketConfig.tape(tape);
    SimulatorConfig defaults = SimulatorConfig.defaults(home.simulator());
    return new SimulatorConfig(
        settings.stack().host(),
        section.restPort(),
        section.websocketPort(),
        home.simulator(),
        List.of(new SimulatorConfig.ApiAccount("main", key.key(), key.secret(), balances)),
        market,
        section.ticksPerSecond() == 0 ? Pace.unlimited() : Pace.rate(section.ticksPerSecond()),
        new SimulatorConfig.StartConfig(onCommand, 1, List.of("ticker", "trade"), 250),
        defaults.makerFee(),
        defaults.takerFee(),
        defaults.uniqueness(),
        defaults.earliestDeadlineMillis());
  }

  /** The environment's credentials (containers share them that way), else the home folder's. */
  private static Home.VenueKey key(Settings settings, Home home) {
    String key = settings.environment().getOrDefault("KRAKEN_API_KEY", "");
    String secret = settings.environment().getOrDefault("KRAKEN_API_SECRET", "");
    return key.isBlank() || secret.isBlank() ? home.venueKey() : new Home.VenueKey(key, secret);
  }

  /**
   * Environment that suits the services to the played market: its symbols, and a time to live of
   * intents that is as long in wall time as the config says, though the market's time runs faster.
   *
   * @param tape a recorded market; null for a synthetic one
   */
  public static Map<String, String> market(Settings settings, @Nullable Path tape) {
    SimulatorSection section = settings.section(SimulatorSection.class);
    List<String> symbols = section.symbols();
    double ticksPerMarketSecond = SYNTHETIC_TICKS_A_SECOND;
    if (tape != null) {
      RecordedMarket recorded = RecordedMarket.of(tape);
      symbols = recorded.symbols();
      ticksPerMarketSecond = recorded.rows() / recorded.seconds();
    }
    int rate = section.ticksPerSecond() == 0 ? UNLIMITED_RATE : section.ticksPerSecond();
    long faster = Math.max(1, Math.round(rate / ticksPerMarketSecond));
    long life = settings.section(SignalsConfig.class).intentTtl().toMillis() * faster;
    return Map.of(
        "TAPEDECK_MARKET_DATA__SYMBOLS", String.join(",", symbols),
        "TAPEDECK_SIGNAL__INTENT_TTL_MS", Long.toString(life));
  }

  /** Environment that points the services at a running venue. */
  public static Map<String, String> environment(
      Settings settings, Home home, String restUrl, String webSocketUrl) {
    Map<String, String> environment = new HashMap<>(credentials(settings, home));
    environment.put("TAPEDECK_VENUE_REST_URL", restUrl);
    environment.put("TAPEDECK_VENUE_WEBSOCKET_URL", webSocketUrl);
    return environment;
  }

  /** The part of it that is secret. */
  static Map<String, String> credentials(Settings settings, Home home) {
    Home.VenueKey key = key(settings, home);
    return Map.of("KRAKEN_API_KEY", key.key(), "KRAKEN_API_SECRET", key.secret());
  }
}
