package io.tapedeck.executor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.executor.venue.CallObserver;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The executor's meters; names as its users' alerts know them. Thread-safe. */
public final class ExecutionMetrics implements CallObserver {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutionMetrics.class);
  private static final long SLOW_CALL_MILLIS = 1_000;
  private static final Set<String> SUBMITS = Set.of("AddOrder", "submit");

  private final MeterRegistry meters;
  private final Counter submitted;
  private final Counter rejected;
  private final Counter expired;
  private final Counter canceled;
  private final Counter filled;
  private final Counter external;
  private final Counter deadLetters;
  private final Counter handledErrors;
  private final AtomicLong rateLimited = new AtomicLong();
  private final AtomicInteger unknown = new AtomicInteger();
  private final AtomicInteger unsettled = new AtomicInteger();
  private final AtomicInteger working = new AtomicInteger();
  private final Slippage slippage = new Slippage();
  private final Timer latency;
  private final Timer toWire;
  private final Timer calls;

  public ExecutionMetrics(MeterRegistry meters) {
    this.meters = meters;
    submitted = counter(meters, "execution.orders.submitted", "Orders that a venue accepted");
    rejected = counter(meters, "execution.orders.rejected", "Commands that a venue refused");
    expired = counter(meters, "execution.orders.expired", "Orders that never reached a venue");
    canceled = counter(meters, "execution.orders.cancelled", "Orders that ended before filled");
    filled = counter(meters, "execution.orders.filled", "Executions published");
    external = counter(meters, "execution.external.fills", "Executions of orders not ours");
    deadLetters = counter(meters, "execution.dead.letters", "Commands that could not be read");
    handledErrors = counter(meters, "execution.handled.errors", "Errors survived by trying again");
    // a gauge, because a counter's name would get a suffix that the alerts do not have
    Gauge.builder("execution.rate.limit.errors", rateLimited, AtomicLong::get)
        .description("Refusals for too many requests since the start")
        .register(meters);
    Gauge.builder("execution.unknown.outcomes", unknown, AtomicInteger::get)
        .description("Commands sent whose outcome is not known yet")
        .register(meters);
    Gauge.builder("execution.unsettled.claims", unsettled, AtomicInteger::get)
        .description("Claims without an outcome, on their way or unknown")
        .register(meters);
    Gauge.builder("execution.working.orders", working, AtomicInteger::get)
        .description("Orders that work at a venue")
        .register(meters);
    Gauge.builder("execution.slippage", slippage, Slippage::mean)
        .description(
            "Basis points by which the last 100 executions are worse than the mark at approval")
        .register(meters);
    latency = timer(meters, "execution.latency", "From claim to the venue's answer");
    toWire = timer(meters, "execution.approved.to.wire", "From the approval's append to the send");
    calls = timer(meters, "execution.api.latency", "One call of a venue's API");
  }

  /** Where approved and sent commands are counted apart from the protocol. */
  public void ordersInAndOut(LongSupplier in, LongSupplier out) {
    FunctionCounter.builder("execution.orders.in", in, LongSupplier::getAsLong)
        .description("Approved commands to be sent, since the start")
        .register(meters);
    FunctionCounter.builder("execution.orders.out", out, LongSupplier::getAsLong)
        .description("Commands sent, since the start; never more than came in")
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String name, String meaning) {
    return Counter.builder(name).description(meaning).register(meters);
  }

  private static Timer timer(MeterRegistry meters, String name, String meaning) {
    return Timer.builder(name)
        .description(meaning)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(30))
        .register(meters);
  }

  /** A command is claimed that was approved at a mark. */
  public void arrived(IntentId intent, Price mark) {
    slippage.arrived(intent, mark);
  }

  /** An execution of an order of ours. */
  public void executed(IntentId intent, Execution execution) {
    slippage.executed(intent, execution);
  }

  /** A venue took an order. */
  public void submitted() {
    submitted.increment();
  }

  /** A venue refused. */
  public void rejected() {
    rejected.increment();
  }

  /** An order did not reach a venue. */
  public void expired() {
    expired.increment();
  }

  /** An order ended before it was filled. */
  public void canceled() {
    canceled.increment();
  }

  /** An execution was published. */
  public void filled(boolean ours) {
    filled.increment();
    if (!ours) {
      external.increment();
    }
  }

  /** A command could not be read. */
  public void deadLetter() {
    deadLetters.increment();
  }

  /** Something failed and is tried again. */
  public void handledError() {
    handledErrors.increment();
  }

  /** How many claims are open, how many of them unknown, and how many orders work. */
  public void open(int openClaims, int unknownOutcomes, int workingOrders) {
    unsettled.set(openClaims);
    unknown.set(unknownOutcomes);
    working.set(workingOrders);
  }

  /** A command was answered this long after its claim. */
  public void answered(long nanos) {
    latency.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  /** A command is being sent this long after risk's record was appended. */
  public void leaving(long nanosSinceApproval) {
    toWire.record(Math.max(0, nanosSinceApproval), TimeUnit.NANOSECONDS);
  }

  @Override
  public void callEnded(String method, long nanos) {
    calls.record(nanos, TimeUnit.NANOSECONDS);
    long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
    if (millis > SLOW_CALL_MILLIS) {
      LOG.warn(
          "API request took {}ms (expected <{}ms) method={}", millis, SLOW_CALL_MILLIS, method);
    }
  }

  @Override
  public void rateLimited(String method) {
    rateLimited.incrementAndGet();
    if (SUBMITS.contains(method)) {
      LOG.error("Failed to submit order: API rate limit exceeded");
    } else {
      LOG.warn("API rate limit exceeded method={}", method);
    }
  }

  @Override
  public void timedOut(String method) {
    if (SUBMITS.contains(method)) {
      LOG.error("Order submission timeout");
    } else {
      LOG.warn("API request timeout method={}", method);
    }
  }
}
