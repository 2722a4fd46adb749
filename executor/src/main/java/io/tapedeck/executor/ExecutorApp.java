package io.tapedeck.executor;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.executor.core.CapLimits;
import io.tapedeck.executor.core.ClaimPolicy;
import io.tapedeck.executor.crash.CrashPoints;
import io.tapedeck.executor.kafka.WriterRole;
import io.tapedeck.executor.kafka.WriterSettings;
import io.tapedeck.executor.lane.AccountGuard;
import io.tapedeck.executor.lane.KillSignal;
import io.tapedeck.executor.lane.KillSwitch;
import io.tapedeck.executor.lane.LaneSettings;
import io.tapedeck.executor.lane.OrdersOut;
import io.tapedeck.executor.lane.VenueLane;
import io.tapedeck.executor.metrics.ExecutionMetrics;
import io.tapedeck.executor.venue.CallObserver;
import io.tapedeck.executor.venue.OrderGateway;
import io.tapedeck.executor.venue.alpaca.AlpacaGateway;
import io.tapedeck.executor.venue.kraken.KrakenGateway;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the executor together: one writer, and per account one lane with one gateway.
 *
 * <ol>
 *   <li>the writer reads its journal and fences whoever wrote before
 *   <li>it claims approved commands in a transaction
 *   <li>the account's lane sends what was claimed, once
 *   <li>the writer writes the outcome; the lane asks about unknown ones
 *   <li>stream and sweep report executions; the writer publishes each once
 * </ol>
 */
public final class ExecutorApp {
  private static final Set<String> CHANGING =
      Set.of("AddOrder", "AmendOrder", "CancelOrder", "submit", "replace", "cancel");

  private ExecutorApp() {}

  /**
   * The executor's services.
   *
   * @throws IllegalStateException if an account has no credentials
   * @throws IllegalArgumentException if a credential cannot be used
   */
  public static List<Service> services(ExecutorConfig config, Platform platform) {
    return List.of(service(config, platform, CrashPoints.of(System.getenv())));
  }

  static ExecutionService service(ExecutorConfig config, Platform platform, CrashPoints crash) {
    ExecutionMetrics metrics = new ExecutionMetrics(platform.meters());
    KillSwitch kill = new KillSwitch(config.killFile());
    KillSignal.install(kill);
    OrdersOut ordersOut = new OrdersOut();
    metrics.ordersInAndOut(ordersOut::in, ordersOut::out);
    ClaimPolicy policy =
        new ClaimPolicy(
            config.namespace(), config.deadline().toNanos(), config.clockSkew().toNanos());
    WriterRole writer =
        new WriterRole(
            platform,
            new WriterSettings(
                config.applicationId(),
                policy,
                config.lease().toNanos(),
                config.inFlight(),
                caps(config.caps()),
                kill,
                ordersOut,
                Set.copyOf(config.releasedDeadLetters())),
            crash,
            metrics);
    Map<AccountId, VenueLane> lanes = new LinkedHashMap<>();
    for (ExecutorConfig.VenueAccount account : config.accounts()) {
      AccountId id = new AccountId(account.name());
      LaneSettings lane =
          new LaneSettings(
              policy,
              config.retryDelay(),
              config.sweepInterval(),
              config.statementInterval(),
              config.rateLimitPerSecond(),
              new AccountGuard(account.accountNumber(), account.live()),
              config.deadMansSwitch(),
              config.cancelOnStop());
      OrderGateway gateway = gateway(config, account, platform, observer(metrics, crash));
      lanes.put(
          id,
          new VenueLane(
              id,
              gateway,
              lane,
              platform.clock(),
              kill,
              ordersOut,
              crash,
              metrics,
              writer,
              writer::report));
    }
    writer.lanes(lanes);
    return new ExecutionService(writer, List.copyOf(lanes.values()), kill);
  }

  private static CapLimits caps(ExecutorConfig.Caps caps) {
    return new CapLimits(
        caps.ordersPerSecond(),
        new Money(FixedPoint.ofDecimal(caps.notionalPerMinute())),
        caps.openOrders(),
        FixedPoint.ofDecimal(caps.priceCollar()));
  }

  private static OrderGateway gateway(
      ExecutorConfig config,
      ExecutorConfig.VenueAccount account,
      Platform platform,
      CallObserver observer) {
    if (account.apiKey().isEmpty() || account.apiSecret().isEmpty()) {
      throw new IllegalStateException(
          "API key and secret are required for account operations: set api_key and api_secret of"
              + " account "
              + account.name()
              + " in execution.accounts");
    }
    if (account.venue().equals("alpaca")) {
      return new AlpacaGateway(
          new AlpacaGateway.Settings(
              account.name(),
              account.restUrl(),
              account.websocketUrl(),
              account.apiKey().reveal(),
              account.apiSecret().reveal(),
              config.callTimeout(),
              config.retryDelay(),
              config.clockSkew(),
              platform.clock()::epochNanos,
              observer));
    }
    return new KrakenGateway(
        new KrakenGateway.Settings(
            account.name(),
            account.restUrl(),
            account.websocketUrl(),
            account.apiKey().reveal(),
            account.apiSecret().reveal(),
            config.stateDir().resolve("nonce-" + account.name()),
            config.callTimeout(),
            config.retryDelay(),
            platform.clock()::epochNanos,
            observer));
  }

  private static CallObserver observer(ExecutionMetrics metrics, CrashPoints crash) {
    return new CallObserver() {
      @Override
      public void requestSent(String method) {
        if (CHANGING.contains(method)) {
          crash.reached(CrashPoints.Point.AFTER_SEND);
        }
      }

      @Override
      public void callEnded(String method, long nanos) {
        metrics.callEnded(method, nanos);
      }

      @Override
      public void rateLimited(String method) {
        metrics.rateLimited(method);
      }

      @Override
      public void timedOut(String method) {
        metrics.timedOut(method);
      }
    };
  }
}
