package io.tapedeck.executor;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.Max;
import io.tapedeck.runtime.config.Min;
import io.tapedeck.runtime.config.NotEmpty;
import io.tapedeck.runtime.config.OneOf;
import io.tapedeck.runtime.config.Problems;
import io.tapedeck.runtime.config.Secret;
import io.tapedeck.runtime.config.UrlScheme;
import io.tapedeck.runtime.config.Validated;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Config section {@code execution}: accounts at venues, times of claims, and our own stops. */
public record ExecutorConfig(
    @Doc("consumer group of the executor, and name of its writer; one executor runs per group")
        @Default("tapedeck-executor-v1")
        @NotEmpty
        String applicationId,
    @Doc("part of every client order id: tells installations apart that share a venue account")
        @Default("tapedeck")
        @NotEmpty
        String namespace,
    @Doc("accounts that orders may be sent for") @Default("") List<VenueAccount> accounts,
    @Doc(
            "true: URLs must be on this machine or Alpaca's paper venue; false: every account must also say live: true")
        @Default("true")
        boolean paperTrading,
    @Doc(
            "most orders, cancels and replaces sent to a venue in any second, per account; 0 = no limit")
        @Default("200")
        @Min(0)
        int rateLimitPerSecond,
    @Doc("before an unknown outcome is asked for, and between repeats of questions")
        @Default("250")
        @Min(1)
        Duration retryDelay,
    @Doc("total time of one call of a venue's API") @Default("3000") @Min(10) Duration callTimeout,
    @Doc("after a claim is committed, how long it may be sent") @Default("500") @Min(1)
        Duration lease,
    @Doc("most commands of one account that are claimed and not yet answered; the rest waits")
        @Default("16")
        @Min(1)
        int inFlight,
    @Doc("after a claim, until when the venue may take the order; Kraken wants 2 s at least")
        @Default("4000")
        @Min(10)
        @Max(60000)
        Duration deadline,
    @Doc("by how much a venue's clock may differ from ours") @Default("500") @Min(0)
        Duration clockSkew,
    @Doc("between looks at a venue's books while orders work there; five times that while none do")
        @Default("2000")
        @Min(50)
        Duration sweepInterval,
    @Doc("between statements of balances and working orders") @Default("30000") @Min(100)
        Duration statementInterval,
    @Doc("while this file exists, no new order leaves; cancels do")
        @Default("${TAPEDECK_HOME:-.tapedeck}/KILL")
        Path killFile,
    @Doc("cancel all orders of every account when the executor stops; else they go on working")
        @Default("false")
        boolean cancelOnStop,
    @Doc(
            "venues that can (Kraken) cancel all orders of the account, foreign ones too, when they"
                + " hear nothing of the executor for so long; whole seconds, 60000 is usual, 0 = off")
        @Default("0")
        @Min(0)
        Duration deadMansSwitch,
    @Doc("where nonces are kept") @Default("${TAPEDECK_HOME:-.tapedeck}/executor") Path stateDir,
    @Doc("dead letters (topic-partition@offset) that a person has seen to: their account goes on")
        @Default("")
        List<String> releasedDeadLetters,
    Caps caps)
    implements Validated {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private static final Duration SHORTEST_SWITCH = Duration.ofSeconds(3);
  private static final String PAPER_VENUE = "paper-api.alpaca.markets";

  /** Stops that need nothing but this process; per account. */
  public record Caps(
      @Doc("new orders in any second; 0 = no limit") @Default("50") @Min(0) int ordersPerSecond,
      @Doc("value of new orders in any minute, in quote currency; 0 = no limit")
          @Default("10000000")
          BigDecimal notionalPerMinute,
      @Doc("orders working at once; 0 = no limit") @Default("500") @Min(0) int openOrders,
      @Doc("how far a limit may be on the expensive side of the mark, as a fraction; 0 = no limit")
          @Default("0.05")
          BigDecimal priceCollar) {}

  /** One account at one venue. */
  public record VenueAccount(
      @Doc("the account as risk knows it") @NotEmpty String name,
      @Doc("which venue's protocol") @Default("kraken") @OneOf({"kraken", "alpaca"}) String venue,
      @Doc("base of the REST API, without path")
          @Default("http://127.0.0.1:9201")
          @UrlScheme({"http", "https"})
          URI restUrl,
      @Doc("Kraken: WebSocket v2 with private channels; Alpaca: trade_updates, such as .../stream")
          @Default("ws://127.0.0.1:9202/v2")
          @UrlScheme({"ws", "wss"})
          URI websocketUrl,
      @Doc("key of the venue's API") @Default("${KRAKEN_API_KEY:-}") Secret apiKey,
      @Doc("secret of the venue's API") @Default("${KRAKEN_API_SECRET:-}") Secret apiSecret,
      @Doc("real money: must be true where the URLs are a real venue's") @Default("false")
          boolean live,
      @Doc("the venue's number of the account; where given, no order leaves for another one")
          @Default("")
          String accountNumber,
      @Doc("with live: true, the account's name once more, to show that it is meant") @Default("")
          String confirmLive) {}

  @Override
  public void validate(Problems problems) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < accounts.size(); i++) {
      VenueAccount account = accounts.get(i);
      String key = "accounts[" + i + "]";
      if (!names.add(account.name())) {
        problems.add(key + ".name", "is given twice: " + account.name());
      }
      guard(key + ".rest_url", account.restUrl(), account, problems);
      guard(key + ".websocket_url", account.websocketUrl(), account, problems);
      if (account.live() && !account.confirmLive().equals(account.name())) {
        problems.add(key + ".confirm_live", "must repeat the account's name where live is true");
      }
      if (account.live() && account.venue().equals("alpaca") && account.accountNumber().isEmpty()) {
        problems.add(key + ".account_number", "is needed where live is true");
      }
      if (account.live() && paperTrading) {
        problems.add(key + ".live", "is true, but execution.paper_trading is true, too");
      }
    }
    if (!deadMansSwitch.isZero() && deadMansSwitch.compareTo(SHORTEST_SWITCH) < 0) {
      problems.add("dead_mans_switch_ms", "must be 0 or at least 3000");
    }
    if (deadline.compareTo(lease) <= 0) {
      problems.add("deadline_ms", "must be longer than lease_ms");
    }
  }

  private void guard(String key, URI url, VenueAccount account, Problems problems) {
    if (LOOPBACK.contains(String.valueOf(url.getHost()))) {
      return;
    }
    boolean secure = url.getScheme().endsWith("s");
    if (PAPER_VENUE.equals(url.getHost())) {
      if (account.live()) {
        problems.add(key, "is Alpaca's paper venue, but live is true");
      }
      if (!secure) {
        problems.add(key, "must be https or wss where it leaves this machine");
      }
    } else if (paperTrading || !account.live()) {
      problems.add(
          key,
          "is not on this machine; orders leave it only with execution.paper_trading: false and"
              + " live: true of the account");
    } else if (!secure) {
      problems.add(key, "must be https or wss where it leaves this machine");
    }
  }
}
