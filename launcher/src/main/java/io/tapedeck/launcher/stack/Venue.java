package io.tapedeck.launcher.stack;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.SimulatorSection;
import io.tapedeck.simulator.SimulatorConfig;
import io.tapedeck.simulator.market.Pace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The local venue's settings. */
public final class Venue {
  /** What a paper account is opened with where the config says nothing. */
  private static final Map<String, String> BALANCES =
      Map.of("USD", "1000000", "USDT", "1000000");

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
    Home.VenueKey key = home.venueKey();
    Map<String, String> balances = section.balances().isEmpty() ? BALANCES : section.balances();
    SimulatorConfig.MarketConfig market =
        tape == null
            ? new SimulatorConfig.MarketConfig("", section.symbols(), section.seed(), ticks)
            : SimulatorConfig.MarketConfig.tape(tape);
    return SimulatorConfig.builder(home.simulator())
        .ports(section.restPort(), section.websocketPort())
        .accounts(new SimulatorConfig.ApiAccount("main", key.key(), key.secret(), balances))
        .market(market)
        .speed(Pace.rate(section.ticksPerSecond()))
        .start(
            new SimulatorConfig.StartConfig(onCommand, 1, List.of("ticker", "trade"), 250))
        .build();
  }

  /** Environment that points the services at a running venue. */
  public static Map<String, String> environment(Home home, String restUrl, String webSocketUrl) {
    Home.VenueKey key = home.venueKey();
    return Map.of(
        "TAPEDECK_VENUE_REST_URL", restUrl,
        "TAPEDECK_VENUE_WEBSOCKET_URL", webSocketUrl,
        "KRAKEN_API_KEY", key.key(),
        "KRAKEN_API_SECRET", key.secret());
  }
}
