package io.tapedeck.executor.lane;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.executor.core.ClaimEvent;
import io.tapedeck.executor.core.SendOutcome;
import io.tapedeck.executor.core.VenueFill;
import io.tapedeck.executor.core.VenueOrder;
import io.tapedeck.executor.crash.CrashPoints;
import io.tapedeck.executor.metrics.ExecutionMetrics;
import io.tapedeck.executor.venue.ExecutionListener;
import io.tapedeck.executor.venue.OrderGateway;
import io.tapedeck.executor.venue.Preflight;
import io.tapedeck.executor.venue.VenueUnavailableException;
import io.tapedeck.runtime.clock.EdgeClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All traffic of one account with its venue: sends what was claimed, asks about what is unknown,
 * and looks for what the stream missed. Results go to the writer as reports; nothing is decided
 * here. Public methods may be called by any thread.
 */
public final class VenueLane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VenueLane.class);
  private static final long LONGEST_RETRY_MILLIS = 5_000;
  private static final Duration KILL_WATCH = Duration.ofMillis(100);

  private final AccountId account;
  private final OrderGateway gateway;
  private final LaneSettings settings;
  private final EdgeClock clock;
  private final KillSwitch kill;
  private final CrashPoints crash;
  private final OrdersOut ordersOut;
  private final ExecutionMetrics metrics;
  private final Books books;
  private final Consumer<Report> inbox;
  private final ScheduledThreadPoolExecutor thread;
  private final Sweep sweep;
  private final SendPace pace;
  private @Nullable String barred = "PREFLIGHT: the account was not looked at yet";
  private boolean preflightAnswered;
  private boolean canceledAll;
  private long canceledAllMonotonic;

  public VenueLane(
      AccountId account,
      OrderGateway gateway,
      LaneSettings settings,
      EdgeClock clock,
      KillSwitch kill,
      OrdersOut ordersOut,
      CrashPoints crash,
      ExecutionMetrics metrics,
      Books books,
      Consumer<Report> inbox) {
    this.account = account;
    this.gateway = gateway;
    this.settings = settings;
    this.clock = clock;
    this.kill = kill;
    this.crash = crash;
    this.ordersOut = ordersOut;
    this.metrics = metrics;
    this.books = books;
    this.inbox = inbox;
    this.thread =
        new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "venue-lane-" + account));
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.pace = new SendPace(settings.ordersPerSecond(), clock);
    this.sweep = new Sweep(account, gateway, clock, books, inbox);
  }

  /** Obeys the kill switch from now on, with or without Kafka. Once, before anything else. */
  public void watch() {
    later(this::obeyKill, Duration.ZERO);
    if (!settings.deadMansSwitch().isZero()) {
      later(this::refreshDeadMansSwitch, Duration.ZERO);
    }
  }

  /**
   * While killed, all that works at the venue is cancelled, at once and again as long as an order
   * of ours works there: one that was on its way may have arrived after the first cancel.
   */
  private void obeyKill() {
    try {
      if (kill.engaged() == null) {
        canceledAll = false;
        return;
      }
      boolean again =
          !books.working(account).isEmpty()
              && clock.monotonicNanos() - canceledAllMonotonic > settings.sweepInterval().toNanos();
      if (!canceledAll || again) {
        canceledAll = cancelAll("killed");
        canceledAllMonotonic = clock.monotonicNanos();
      }
    } finally {
      later(this::obeyKill, KILL_WATCH);
    }
  }

  private boolean cancelAll(String why) {
    SendOutcome outcome = gateway.cancelAll();
    if (outcome instanceof SendOutcome.Accepted) {
      LOG.warn("account={} {}: all orders at {} cancelled", account, why, gateway.venue());
      lookSoon();
      return true;
    }
    LOG.error("account={} {}: orders not cancelled, trying again: {}", account, why, outcome);
    metrics.handledError();
    return false;
  }

  private void refreshDeadMansSwitch() {
    try {
      gateway.deadMansSwitch(settings.deadMansSwitch());
    } finally {
      later(this::refreshDeadMansSwitch, settings.deadMansSwitch().dividedBy(3));
    }
  }

  /** Looks at the account, then starts stream and regular looks. Once, after the books are read. */
  public void start() {
    later(this::preflight, Duration.ZERO);
    gateway.stream(new Stream());
    later(this::sweepRegularly, Duration.ZERO);
    later(this::stateRegularly, Duration.ZERO);
  }

  /**
   * Sends a committed claim, once.
   *
   * @param leaseEndMonotonic our monotonic clock after which it must not leave
   * @param approvedNanos wall clock of risk's record
   */
  public void send(ClaimEntry claim, long leaseEndMonotonic, long approvedNanos) {
    try {
      thread.execute(() -> sendNow(claim, leaseEndMonotonic, approvedNanos));
    } catch (RejectedExecutionException e) {
      report(claim, new SendOutcome.NotSent("STOPPING: the executor stops"));
    }
  }

  /** True while the venue wants to be left alone: only cancels should be claimed. Any thread. */
  public boolean held() {
    return pace.held();
  }

  /** Finds out what became of a claim, until it is known. */
  public void resolve(ClaimEntry claim) {
    later(() -> ask(claim, 1), settings.retryDelay());
  }

  /** Looks at the venue's books soon. */
  public void lookSoon() {
    sweep.demand();
    later(sweep::ifDemanded, settings.retryDelay());
  }

  /** Until it is answered without problems, nothing but cancels leaves. */
  private void preflight() {
    if (preflightAnswered) {
      return;
    }
    Preflight found = gateway.preflight();
    preflightAnswered = true;
    List<String> problems = settings.guard().problems(found);
    barred = problems.isEmpty() ? null : "PREFLIGHT: " + String.join("; ", problems);
    problems.forEach(problem -> LOG.error("account={}: no orders leave: {}", account, problem));
    if (problems.isEmpty()) {
      LOG.info(
          "account={} venue={} account_number={} live={} {}",
          account,
          gateway.venue(),
          found.accountNumber(),
          settings.guard().live(),
          found.funds());
    }
  }

  private @Nullable String barred() {
    if (!preflightAnswered) {
      try {
        preflight();
      } catch (VenueUnavailableException e) {
        return "PREFLIGHT: " + e.getMessage();
      }
    }
    return barred;
  }

  private void sendNow(ClaimEntry claim, long leaseEndMonotonic, long approvedNanos) {
    boolean cancel = claim.action() instanceof OrderAction.Cancel;
    String stop = cancel ? null : kill.engaged();
    if (stop == null && !cancel) {
      stop = barred();
    }
    if (stop == null && !pace.turn(leaseEndMonotonic, cancel)) {
      stop = "LEASE_OVER: not sent within its lease";
    }
    if (stop != null) {
      ordersOut.dropped(claim.intent());
      report(claim, new SendOutcome.NotSent(stop));
      return;
    }
    if (!ordersOut.out(claim.intent())) {
      // counted apart from the protocol: whatever led here, more must not follow
      kill.engage("ORDERS_OUT: intent " + claim.intent() + " would leave without an approval");
      return;
    }
    crash.reached(CrashPoints.Point.BEFORE_SEND);
    metrics.leaving(clock.epochNanos() - approvedNanos);
    long begin = clock.monotonicNanos();
    SendOutcome outcome;
    try {
      outcome = through(claim);
    } catch (RuntimeException e) { // whatever it is, the venue must be asked
      LOG.error("send failed intent={} account={}", claim.intent(), account, e);
      metrics.handledError();
      outcome = new SendOutcome.Unknown("failed while sending: " + e.getClass().getSimpleName());
    }
    crash.reached(CrashPoints.Point.AFTER_RESPONSE);
    metrics.answered(clock.monotonicNanos() - begin);
    Duration left = pace.heed(outcome);
    if (!left.isZero()) {
      LOG.warn(
          "account={} venue={}: too many requests; only cancels leave for {} ms",
          account,
          gateway.venue(),
          left.toMillis());
    }
    report(claim, outcome);
  }

  private SendOutcome through(ClaimEntry claim) {
    if (claim.action() instanceof OrderAction.Submit submit) {
      return gateway.submit(
          claim.instrument(), submit.terms(), claim.clientOrderId(), claim.notAfterNanos());
    }
    if (claim.action() instanceof OrderAction.Replace replace) {
      return gateway.amend(
          claim.clientOrderId(), replace.quantity(), replace.limitPrice(), claim.notAfterNanos());
    }
    return gateway.cancel(claim.clientOrderId());
  }

  private void ask(ClaimEntry claim, int attempt) {
    try {
      long firstAsked = clock.epochNanos();
      VenueOrder found = gateway.findByClientOrderId(claim.clientOrderId());
      if (found == null) {
        crash.reached(CrashPoints.Point.DURING_RECOVERY);
        absent(claim, firstAsked);
        return;
      }
      inbox.accept(
          new Report.OfClaim(claim.intent(), new ClaimEvent.Found(found, clock.epochNanos())));
      lookSoon();
    } catch (VenueUnavailableException e) {
      LOG.warn(
          "outcome of intent={} still unknown, attempt={}: {}",
          claim.intent(),
          attempt,
          e.getMessage());
      metrics.handledError();
      long delay = Math.min(settings.retryDelay().toMillis() * attempt, LONGEST_RETRY_MILLIS);
      later(() -> ask(claim, attempt + 1), Duration.ofMillis(delay));
    }
  }

  private void absent(ClaimEntry claim, long firstAsked) {
    long finalAt = settings.policy().absenceFinalNanos(claim.notAfterNanos());
    if (firstAsked <= finalAt) {
      long wait = Math.min(finalAt - firstAsked, settings.policy().deadlineNanos());
      later(() -> ask(claim, 1), Duration.ofNanos(Math.max(wait, 0)).plus(Duration.ofMillis(1)));
      return;
    }
    SendPace.pause(settings.retryDelay().toNanos());
    VenueOrder found = gateway.findByClientOrderId(claim.clientOrderId());
    long now = clock.epochNanos();
    ClaimEvent event =
        found == null ? new ClaimEvent.Absent(firstAsked, now) : new ClaimEvent.Found(found, now);
    inbox.accept(new Report.OfClaim(claim.intent(), event));
  }

  private void report(ClaimEntry claim, SendOutcome outcome) {
    inbox.accept(
        new Report.OfClaim(claim.intent(), new ClaimEvent.Answered(outcome, clock.epochNanos())));
  }

  private void sweepRegularly() {
    try {
      sweep.regular();
    } finally {
      later(this::sweepRegularly, settings.sweepInterval());
    }
  }

  private void stateRegularly() {
    try {
      sweep.statement();
    } finally {
      later(this::stateRegularly, settings.statementInterval());
    }
  }

  private void later(Runnable task, Duration delay) {
    try {
      var unused =
          thread.schedule(guarded(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("lane of {} stops", account);
    }
  }

  /** The lane's one handler: what fails here is tried again by the task itself. */
  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (VenueUnavailableException e) {
        LOG.warn("account={} venue={}: {}", account, gateway.venue(), e.getMessage());
        metrics.handledError();
      } catch (RuntimeException e) {
        LOG.error("lane of account={} failed in a look at the venue", account, e);
        metrics.handledError();
      }
    };
  }

  /** Lets what was handed over end, then closes the gateway. */
  public void close(Duration patience) {
    lastWords();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn(
            "lane of account={} still busy after {}; its claims are resolved at start",
            account,
            patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.shutdownNow();
    gateway.close();
  }

  /** Ends as a crash would: nothing is said to the venue. */
  void abandon() {
    thread.shutdownNow();
    gateway.close();
  }

  /** A stop that was meant must not fire the switch; what works goes on, or is cancelled. */
  private void lastWords() {
    Runnable words =
        guarded(
            () -> {
              if (settings.cancelOnStop()) {
                cancelAll("stopped");
              }
              if (!settings.deadMansSwitch().isZero()) {
                gateway.deadMansSwitch(Duration.ZERO);
              }
            });
    try {
      thread.execute(words);
    } catch (RejectedExecutionException e) {
      LOG.debug("lane of {} is closed", account);
    }
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }

  private final class Stream implements ExecutionListener {
    @Override
    public void onFill(VenueFill fill) {
      inbox.accept(new Report.OfFill(account, fill, clock.epochNanos()));
    }

    @Override
    public void onOrder(VenueOrder order) {
      inbox.accept(new Report.OfOrder(account, order, clock.epochNanos()));
    }

    @Override
    public void onGap(String why) {
      LOG.info("account={} looks for missed executions: {}", account, why);
      lookSoon();
    }
  }
}
