package io.tapedeck.simulator;

import com.sun.net.httpserver.HttpServer;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.alpaca.AlpacaFeed;
import io.tapedeck.simulator.alpaca.AlpacaHistory;
import io.tapedeck.simulator.alpaca.AlpacaKeys;
import io.tapedeck.simulator.alpaca.AlpacaReference;
import io.tapedeck.simulator.alpaca.AlpacaRest;
import io.tapedeck.simulator.alpaca.AlpacaStream;
import io.tapedeck.simulator.alpaca.AlpacaTradingRest;
import io.tapedeck.simulator.alpaca.TradeUpdates;
import io.tapedeck.simulator.control.ControlEndpoint;
import io.tapedeck.simulator.control.FaultQueue;
import io.tapedeck.simulator.control.SocketControl;
import io.tapedeck.simulator.control.SocketFaults;
import io.tapedeck.simulator.exchange.Exchange;
import io.tapedeck.simulator.exchange.Fees;
import io.tapedeck.simulator.kraken.ApiKeys;
import io.tapedeck.simulator.kraken.KrakenRest;
import io.tapedeck.simulator.kraken.KrakenStatus;
import io.tapedeck.simulator.kraken.KrakenV1;
import io.tapedeck.simulator.kraken.KrakenV2;
import io.tapedeck.simulator.kraken.MarketFeed;
import io.tapedeck.simulator.kraken.PrivateFeed;
import io.tapedeck.simulator.kraken.SocketRequests;
import io.tapedeck.simulator.kraken.SocketTokens;
import io.tapedeck.simulator.kraken.SocketTrading;
import io.tapedeck.simulator.kraken.V1Feed;
import io.tapedeck.simulator.market.Market;
import io.tapedeck.simulator.market.MarketBoard;
import io.tapedeck.simulator.market.MarketPlayer;
import io.tapedeck.simulator.market.MarketSource;
import io.tapedeck.simulator.market.SyntheticMarket;
import io.tapedeck.simulator.market.TapeFileSource;
import io.tapedeck.simulator.wire.OutboundFault;
import io.tapedeck.simulator.wire.Refusals;
import io.tapedeck.simulator.wire.SocketProtocol;
import io.tapedeck.simulator.wire.SocketServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running venue: REST with control on one port, all WebSocket protocols on another, told apart by
 * their paths as on the real venues. Starting binds both; it may be closed, or killed, at any
 * moment and started again on the same ledger. Thread-safe.
 */
public final class VenueSimulator implements AutoCloseable {
  /** The ledger's name in its directory. */
  public static final String LEDGER_FILE = "ledger.jsonl";

  private static final Logger LOG = LoggerFactory.getLogger(VenueSimulator.class);
  private static final int REST_THREADS = 16;
  private static final long CLOCK_MILLIS = 50;

  private final SimulatorConfig config;
  private final Exchange exchange;
  private final MarketPlayer player;
  private final SocketServer sockets;
  private final HttpServer http;
  private final ExecutorService httpThreads;
  private final ScheduledExecutorService clock;
  private final Path ledgerFile;

  /**
   * Starts a venue.
   *
   * @throws IOException if the tape or the ledger cannot be read, or a port is taken
   * @throws IllegalArgumentException if the config makes no sense
   */
  public static VenueSimulator start(SimulatorConfig config) throws IOException {
    return new VenueSimulator(config);
  }

  private VenueSimulator(SimulatorConfig config) throws IOException {
    this.config = config;
    this.ledgerFile = config.ledgerDirectory().resolve(LEDGER_FILE);
    MarketSource source = source(config.market());
    Market market = new Market(source.instruments());
    Fees fees = new Fees(FixedPoint.parse(config.makerFee()), FixedPoint.parse(config.takerFee()));
    PrivateFeed privateFeed = new PrivateFeed();
    SocketFaults socketFaults = new SocketFaults();
    AlpacaKeys alpacaKeys = new AlpacaKeys();
    Map<String, String> alpacaAccounts = new HashMap<>();
    for (SimulatorConfig.ApiAccount account : config.accounts()) {
      alpacaKeys.add(account.key(), account.secret());
      alpacaAccounts.put(account.key(), account.name());
    }
    TradeUpdates tradeUpdates = new TradeUpdates(alpacaKeys, alpacaAccounts::get, socketFaults);
    this.exchange =
        new Exchange(
            market,
            ledgerFile,
            openings(config),
            fees,
            config.uniqueness(),
            VenueSimulator::wallClockNs,
            (seq, event) -> {
              privateFeed.onOrderEvent(seq, event);
              tradeUpdates.onOrderEvent(seq, event);
            });
    privateFeed.attach(exchange);
    SocketTokens tokens = new SocketTokens(VenueSimulator::wallClockNs);
    FaultQueue faults = new FaultQueue();
    KrakenStatus status = new KrakenStatus();
    SimulatorConfig.StartConfig start = config.start();
    MarketBoard board = new MarketBoard(market, exchange::onTick, start.subscribers());
    List<SocketProtocol> protocols =
        protocols(board, privateFeed, tokens, status, alpacaKeys, socketFaults, tradeUpdates);
    this.sockets =
        new SocketServer(new InetSocketAddress(config.host(), config.webSocketPort()), protocols);
    sockets.admission(protocol -> refusedHandshake(socketFaults, protocol));
    socketFaults.onSwitch(on -> sockets.fault(on ? socketFaults : null));
    this.player = new MarketPlayer(source, config.speed(), board);
    this.httpThreads = Executors.newFixedThreadPool(REST_THREADS, daemon("simulator-rest"));
    this.http = HttpServer.create(new InetSocketAddress(config.host(), config.restPort()), 128);
    http.setExecutor(httpThreads);
    http.createContext("/0", rest(config, board, fees, tokens, faults, status));
    AlpacaReference reference = new AlpacaReference(exchange, board.market(), alpacaAccounts::get);
    AlpacaRest alpaca = new AlpacaRest(alpacaKeys, new AlpacaHistory(board), reference, faults);
    http.createContext("/v2", alpaca);
    http.createContext("/v1beta3", alpaca);
    AlpacaTradingRest trading =
        new AlpacaTradingRest(exchange, board.market(), alpacaKeys, alpacaAccounts::get, faults);
    for (String path : AlpacaTradingRest.PATHS) {
      http.createContext(path, trading);
    }
    SocketControl socketControl = new SocketControl(sockets, socketFaults, board, status::change);
    http.createContext(
        "/control",
        new ControlEndpoint(
            player, market, exchange, faults, ledgerFile, sockets::cutAll, socketControl));
    this.clock = Executors.newSingleThreadScheduledExecutor(daemon("simulator-clock"));
    open();
  }

  static {
    // without it the JDK's HTTP server lets Nagle and delayed ACK add 40 ms to an answer
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private List<SocketProtocol> protocols(
      MarketBoard board,
      PrivateFeed privateFeed,
      SocketTokens tokens,
      KrakenStatus status,
      AlpacaKeys alpacaKeys,
      Refusals refusals,
      TradeUpdates tradeUpdates) {
    List<String> channels = config.start().channels();
    long settleNanos = TimeUnit.MILLISECONDS.toNanos(config.start().settleMillis());
    MarketFeed v2 = new MarketFeed(board, channels, settleNanos);
    V1Feed v1 = new V1Feed(board, channels, settleNanos);
    AlpacaFeed alpaca = new AlpacaFeed(board, channels, settleNanos);
    board.add(v2);
    board.add(v1);
    board.add(alpaca);
    SocketRequests requests =
        new SocketRequests(
            v2,
            privateFeed,
            new SocketTrading(exchange, board.market()),
            tokens,
            refusals,
            VenueSimulator::wallClockNs);
    return List.of(
        new KrakenV2(v2, requests, privateFeed, status),
        new KrakenV1(v1, status, refusals),
        new AlpacaStream(alpaca, alpacaKeys, refusals),
        tradeUpdates);
  }

  private static @Nullable String refusedHandshake(Refusals refusals, String protocol) {
    String words = refusals.refuse(protocol, Refusals.Request.CONNECT);
    return words != null && words.isEmpty() ? "429 Too Many Requests" : words;
  }

  private KrakenRest rest(
      SimulatorConfig config,
      MarketBoard board,
      Fees fees,
      SocketTokens tokens,
      FaultQueue faults,
      KrakenStatus status) {
    ApiKeys keys = new ApiKeys(exchange);
    for (SimulatorConfig.ApiAccount account : config.accounts()) {
      keys.add(account.key(), account.secret(), account.name());
    }
    return new KrakenRest(
        exchange,
        board,
        fees,
        keys,
        tokens,
        faults,
        status,
        TimeUnit.MILLISECONDS.toNanos(config.earliestDeadlineMillis()));
  }

  @SuppressWarnings(
      "FutureReturnValueIgnored") // runs until close(), its failures are the exchange's
  private void open() {
    try {
      sockets.open();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    }
    http.start();
    clock.scheduleAtFixedRate(exchange::onClock, CLOCK_MILLIS, CLOCK_MILLIS, TimeUnit.MILLISECONDS);
    if (!config.start().onCommand()) {
      player.play();
    }
    LOG.info(
        "venue simulator rest={} websocket={} ledger={}", restUrl(), webSocketUrl(), ledgerFile);
  }

  private static MarketSource source(SimulatorConfig.MarketConfig market) throws IOException {
    return market.file().isEmpty()
        ? new SyntheticMarket(market.symbols(), market.seed(), market.ticks())
        : new TapeFileSource(Path.of(market.file()));
  }

  private static Map<String, Map<String, Long>> openings(SimulatorConfig config) {
    Map<String, Map<String, Long>> openings = new LinkedHashMap<>();
    for (SimulatorConfig.ApiAccount account : config.accounts()) {
      Map<String, Long> balances =
          openings.computeIfAbsent(account.name(), name -> new TreeMap<>());
      account.balances().forEach((asset, amount) -> balances.put(asset, FixedPoint.parse(amount)));
    }
    return openings;
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private static long wallClockNs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** REST's bound port; control is on it too. */
  public int restPort() {
    return http.getAddress().getPort();
  }

  /** WebSocket's bound port. */
  public int webSocketPort() {
    return sockets.getPort();
  }

  /** {@code http://host:port}; Kraken's paths begin with {@code /0}, control's with /control. */
  public String restUrl() {
    return "http://" + config.host() + ":" + restPort();
  }

  /** {@code ws://host:port/v2}, public and private channels. */
  public String webSocketUrl() {
    return "ws://" + config.host() + ":" + webSocketPort() + "/v2";
  }

  /** The ledger, see the package documentation of {@code exchange} for its format. */
  public Path ledgerFile() {
    return ledgerFile;
  }

  /** Plays, once there are the subscribers that the config asks for. */
  public void play() {
    player.play();
  }

  /** Stands still. */
  public void pause() {
    player.pause();
  }

  /** {@code ws://host:port} and a path: {@code /} is Kraken v1, {@code /v2/iex} Alpaca's shares. */
  public String webSocketUrl(String path) {
    return "ws://" + config.host() + ":" + webSocketPort() + path;
  }

  /** What was played. */
  public MarketPlayer.State state() {
    return player.state();
  }

  /** Makes every WebSocket connection misbehave, or behave again with null. */
  public void outboundFault(@Nullable OutboundFault fault) {
    sockets.fault(fault);
  }

  @Override
  public void close() throws IOException {
    clock.shutdownNow();
    player.close();
    sockets.shutDown();
    http.stop(0);
    httpThreads.shutdownNow();
    exchange.close();
  }
}
