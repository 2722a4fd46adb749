package io.tapedeck.simulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tapedeck.simulator.exchange.Uniqueness;
import io.tapedeck.simulator.market.Pace;
import io.tapedeck.simulator.market.SyntheticMarket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All settings of a simulator, as its JSON config file has them; what a file leaves out takes the
 * default. Unknown keys are refused.
 *
 * @param host address to bind, default 127.0.0.1
 * @param restPort REST and control, 0 for a free port
 * @param webSocketPort WebSocket v2 at {@code /v2}, 0 for a free port
 * @param ledgerDirectory where {@code ledger.jsonl} is
 * @param accounts who may trade
 * @param market what is played
 * @param speed how fast, default 1,000 ticks a second
 * @param start when
 * @param makerFee fraction of the cost, decimal text, default 0.0025
 * @param takerFee fraction of the cost, decimal text, default 0.004
 * @param uniqueness of client order ids, default OPEN_ONLY
 * @param earliestDeadlineMillis a REST deadline nearer than this is an invalid argument; Kraken
 *     documents 2,000, which is the default; -1 for none
 */
public record SimulatorConfig(
    String host,
    int restPort,
    int webSocketPort,
    Path ledgerDirectory,
    List<ApiAccount> accounts,
    MarketConfig market,
    Pace speed,
    StartConfig start,
    String makerFee,
    String takerFee,
    Uniqueness uniqueness,
    int earliestDeadlineMillis) {

  private static final int DOCUMENTED_EARLIEST_DEADLINE_MILLIS = 2_000;

  /** Fills in the defaults. */
  public SimulatorConfig {
    host = host == null ? "127.0.0.1" : host;
    accounts = accounts == null ? List.of() : List.copyOf(accounts);
    market = market == null ? MarketConfig.synthetic(1, 100_000) : market;
    speed = speed == null ? Pace.rate(1_000) : speed;
    start = start == null ? StartConfig.onSubscription() : start;
    makerFee = makerFee == null ? "0.0025" : makerFee;
    takerFee = takerFee == null ? "0.004" : takerFee;
    uniqueness = uniqueness == null ? Uniqueness.OPEN_ONLY : uniqueness;
    if (earliestDeadlineMillis == 0) {
      earliestDeadlineMillis = DOCUMENTED_EARLIEST_DEADLINE_MILLIS;
    }
    if (ledgerDirectory == null) {
      throw new IllegalArgumentException("ledgerDirectory is missing");
    }
  }

  /**
   * One API key and its account.
   *
   * @param name the account; several keys may share one
   * @param key API-Key header
   * @param secret base64
   * @param balances opening balances by asset (BTC, USD, …), decimal text
   */
  public record ApiAccount(String name, String key, String secret, Map<String, String> balances) {
    /** Copies the balances. */
    public ApiAccount {
      if (name == null || key == null || secret == null) {
        throw new IllegalArgumentException("accounts[] needs name, key and secret");
      }
      balances = balances == null ? Map.of() : Map.copyOf(balances);
    }

    /** The secret is not shown. */
    @Override
    public String toString() {
      return "ApiAccount[name=" + name + ", balances=" + balances + "]";
    }
  }

  /**
   * What is played: a tape file, or if there is none a synthetic market.
   *
   * @param file the tape, empty for a synthetic market
   * @param symbols pairs of a synthetic market
   * @param seed of a synthetic market
   * @param ticks of a synthetic market
   */
  public record MarketConfig(String file, List<String> symbols, long seed, long ticks) {
    /** Fills in the defaults. */
    public MarketConfig {
      file = file == null ? "" : file;
      symbols =
          symbols == null || symbols.isEmpty()
              ? SyntheticMarket.DEFAULT_SYMBOLS
              : List.copyOf(symbols);
    }

    /** A synthetic market of the default pairs. */
    public static MarketConfig synthetic(long seed, long ticks) {
      return new MarketConfig("", List.of(), seed, ticks);
    }

    /** A recorded market. */
    public static MarketConfig tape(Path file) {
      return new MarketConfig(file.toString(), List.of(), 0, 0);
    }
  }

  /**
   * When the market plays. It also stands still whenever there are too few subscribers, so that
   * none of a reconnecting client's ticks are played to nobody.
   *
   * @param onCommand wait for {@code POST /control/play}
   * @param subscribers ready connections needed
   * @param channels what a connection must have subscribed (of ticker, trade, book) to be ready
   * @param settleMillis for how long its subscriptions must have been unchanged
   */
  public record StartConfig(
      boolean onCommand, int subscribers, List<String> channels, int settleMillis) {
    /** Copies the channels. */
    public StartConfig {
      channels = channels == null ? List.of() : List.copyOf(channels);
    }

    /** When one connection has subscribed ticker and trade. */
    public static StartConfig onSubscription() {
      return new StartConfig(false, 1, List.of("ticker", "trade"), 250);
    }

    /** On command and while one connection has subscribed ticker and trade. */
    public static StartConfig onCommandAndSubscription() {
      return new StartConfig(true, 1, List.of("ticker", "trade"), 250);
    }

    /** On command, whoever listens. */
    public static StartConfig onCommandOnly() {
      return new StartConfig(true, 0, List.of(), 0);
    }
  }

  /** Defaults, free ports, no accounts. */
  public static SimulatorConfig defaults(Path ledgerDirectory) {
    return new Builder(ledgerDirectory).build();
  }

  /**
   * Reads a JSON file.
   *
   * @throws IOException naming line and column of what is wrong
   */
  public static SimulatorConfig read(Path file) throws IOException {
    return JsonMapper.builder()
        .enable(JsonParser.Feature.ALLOW_COMMENTS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build()
        .readValue(file.toFile(), SimulatorConfig.class);
  }

  /** Starts a config in code. */
  public static Builder builder(Path ledgerDirectory) {
    return new Builder(ledgerDirectory);
  }

  /** Sets what differs from the defaults. Not thread-safe. */
  public static final class Builder {
    private final Path ledgerDirectory;
    private int restPort;
    private int webSocketPort;
    private List<ApiAccount> accounts = List.of();
    private MarketConfig market = MarketConfig.synthetic(1, 100_000);
    private Pace speed = Pace.rate(1_000);
    private StartConfig start = StartConfig.onSubscription();
    private String makerFee = "0.0025";
    private String takerFee = "0.004";
    private Uniqueness uniqueness = Uniqueness.OPEN_ONLY;
    private int earliestDeadlineMillis = DOCUMENTED_EARLIEST_DEADLINE_MILLIS;

    private Builder(Path ledgerDirectory) {
      this.ledgerDirectory = ledgerDirectory;
    }

    /** Fixed ports; 0 for a free one. */
    public Builder ports(int rest, int webSocket) {
      restPort = rest;
      webSocketPort = webSocket;
      return this;
    }

    /** API keys. */
    public Builder accounts(ApiAccount... all) {
      accounts = List.of(all);
      return this;
    }

    /** What is played. */
    public Builder market(MarketConfig newMarket) {
      market = newMarket;
      return this;
    }

    /** How fast. */
    public Builder speed(Pace newSpeed) {
      speed = newSpeed;
      return this;
    }

    /** When. */
    public Builder start(StartConfig newStart) {
      start = newStart;
      return this;
    }

    /** Fee fractions, decimal text. */
    public Builder fees(String maker, String taker) {
      makerFee = maker;
      takerFee = taker;
      return this;
    }

    /** Client order ids. */
    public Builder uniqueness(Uniqueness newUniqueness) {
      uniqueness = newUniqueness;
      return this;
    }

    /** See {@link SimulatorConfig#earliestDeadlineMillis()}. */
    public Builder earliestDeadlineMillis(int millis) {
      earliestDeadlineMillis = millis;
      return this;
    }

    /** The config. */
    public SimulatorConfig build() {
      return new SimulatorConfig(
          "127.0.0.1",
          restPort,
          webSocketPort,
          ledgerDirectory,
          accounts,
          market,
          speed,
          start,
          makerFee,
          takerFee,
          uniqueness,
          earliestDeadlineMillis);
    }
  }
}
