package io.tapedeck.executor.kafka;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.executor.core.ExecutorState;
import io.tapedeck.executor.crash.CrashPoints;
import io.tapedeck.executor.lane.Books;
import io.tapedeck.executor.lane.Report;
import io.tapedeck.executor.lane.VenueLane;
import io.tapedeck.executor.metrics.ExecutionMetrics;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the executor's topics. A turn: take what the lanes report and what risk
 * approved, let the core decide, write it in one transaction, then send what was claimed. When
 * Kafka fails, the turn is forgotten, and the next session reads from the topics what became of it.
 */
public final class WriterRole implements Role, Books {
  private static final Logger LOG = LoggerFactory.getLogger(WriterRole.class);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final long REOPEN_MILLIS = 1_000;
  private static final int MOST_REPORTS = 2_000;

  private final Platform platform;
  private final WriterSettings settings;
  private final CrashPoints crash;
  private final ExecutionMetrics metrics;
  private final Tenure tenure = new Tenure();
  private final LinkedBlockingDeque<Report> inbox = new LinkedBlockingDeque<>();
  private final List<Report> heldReports = new ArrayList<>();
  private Map<AccountId, VenueLane> lanes = Map.of();
  private @Nullable Session session;
  private @Nullable Decisions decisions;
  private boolean lanesStarted;
  private volatile boolean commandsStopped;
  private volatile boolean ready;
  private volatile Map<AccountId, List<VenueOrderId>> working = Map.of();
  private volatile Map<VenueOrderId, Quantity> filled = Map.of();
  private volatile Map<AccountId, Long> missedSince = Map.of();
  private volatile @Nullable ExecutorState published;

  public WriterRole(
      Platform platform, WriterSettings settings, CrashPoints crash, ExecutionMetrics metrics) {
    this.platform = platform;
    this.settings = settings;
    this.crash = crash;
    this.metrics = metrics;
  }

  /** The lanes to send through; before the role is started. */
  public void lanes(Map<AccountId, VenueLane> all) {
    lanes = Map.copyOf(all);
  }

  /** Takes a report, from any thread. */
  public void report(Report report) {
    inbox.addLast(report);
  }

  /** From now on no command is taken; reports still are. */
  public void stopCommands() {
    commandsStopped = true;
  }

  /** Whether the topics were read and commands are taken. */
  public boolean ready() {
    return ready;
  }

  @Override
  public String roleName() {
    return "executor-writer";
  }

  @Override
  public int doWork() throws InterruptedException {
    List<Report> taken = new ArrayList<>();
    try {
      Session open = session == null ? open() : session;
      inbox.drainTo(taken, MOST_REPORTS);
      return turn(open, taken);
    } catch (ProducerFencedException | AuthenticationException | AuthorizationException e) {
      throw new IllegalStateException(
          "the executor cannot write: "
              + e.getMessage()
              + "; another executor of the same group has taken over, or the credentials are wrong",
          e);
    } catch (InvalidOffsetException e) {
      throw new IllegalStateException(
          "approved commands were removed before the executor read them: "
              + e.getMessage()
              + "; what they were is in risk-decisions-v1. Look at the venue and the accounts, then"
              + " move the group's offsets by hand",
          e);
    } catch (KafkaException e) {
      LOG.error("Kafka failed; reading the topics again in {} ms", REOPEN_MILLIS, e);
      metrics.handledError();
      abandon(taken);
      TimeUnit.MILLISECONDS.sleep(REOPEN_MILLIS);
      return 1;
    }
  }

  private Session open() {
    Session opened =
        Session.open(platform, crash, settings.group(), settings.releasedDeadLetters(), tenure);
    session = opened;
    decisions =
        new Decisions(opened, settings, platform.clock(), metrics, lanes.keySet(), this::held);
    publishBooks(opened.state());
    LOG.info(
        "executor has read its journal: unsettled={} working={}",
        opened.state().unsettled().size(),
        opened.state().working().size());
    if (!lanesStarted) {
      lanesStarted = true;
      lanes.values().forEach(VenueLane::start);
    }
    opened.state().unsettled().forEach(this::resolve);
    ready = true;
    return opened;
  }

  private int turn(Session open, List<Report> reports) {
    Batch batch = new Batch();
    Decisions deciding = decisions();
    List<Report> stillHeld = new ArrayList<>();
    List<Report> all = new ArrayList<>(reports);
    all.addAll(heldReports);
    for (Report report : all) {
      if (deciding.onReport(report, batch)) {
        stillHeld.add(report);
      }
    }
    if (!commandsStopped) {
      if (!deciding.full()) {
        read(open, deciding, batch);
      }
      deciding.claim(batch);
    }
    if (!batch.isEmpty() || open.refreshDue()) {
      open.commit(batch);
      open.refreshed();
      committed(open, batch);
    }
    batch.queries().forEach(this::resolve);
    batch.afterwards().forEach(Runnable::run);
    heldReports.clear();
    heldReports.addAll(stillHeld);
    return reports.size() + batch.entries().size();
  }

  private void read(Session open, Decisions deciding, Batch batch) {
    ConsumerRecords<byte[], byte[]> polled = open.poll(batch.isEmpty() ? POLL : Duration.ZERO);
    if (!polled.isEmpty()) {
      crash.reached(CrashPoints.Point.AFTER_POLL);
    }
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      deciding.onRecord(record, batch);
    }
  }

  private void committed(Session open, Batch batch) {
    if (!batch.sends().isEmpty()) {
      crash.reached(CrashPoints.Point.AFTER_CLAIM_COMMITTED);
    }
    if (batch.settles()) {
      crash.reached(CrashPoints.Point.AFTER_OUTCOME_COMMITTED);
    }
    long leaseEnd = platform.clock().monotonicNanos() + settings.leaseNanos();
    for (Batch.Send send : batch.sends()) {
      VenueLane lane = lanes.get(send.claim().account());
      if (lane != null) {
        lane.send(send.claim(), leaseEnd, send.approvedNanos());
      }
    }
    publishBooks(open.state());
    Told.of(batch, metrics);
  }

  private void resolve(ClaimEntry claim) {
    VenueLane lane = lanes.get(claim.account());
    if (lane == null) {
      LOG.error(
          "claim of intent={} is open, but account={} is not in execution.accounts any more;"
              + " put it back to have its outcome found out",
          claim.intent(),
          claim.account());
    } else {
      lane.resolve(claim);
    }
  }

  private boolean held(AccountId account) {
    VenueLane lane = lanes.get(account);
    return lane != null && lane.held();
  }

  private Decisions decisions() {
    Decisions present = decisions;
    if (present == null) {
      throw new IllegalStateException("a session has its decisions");
    }
    return present;
  }

  private void abandon(List<Report> taken) {
    ready = false;
    for (int i = taken.size() - 1; i >= 0; i--) {
      inbox.addFirst(taken.get(i));
    }
    Session over = session;
    session = null;
    decisions = null;
    if (over != null) {
      over.close();
    }
  }

  private void publishBooks(ExecutorState state) {
    Map<AccountId, List<VenueOrderId>> ids = new HashMap<>();
    Map<VenueOrderId, Quantity> quantities = new HashMap<>();
    for (ExecutorState.Working order : state.working()) {
      VenueOrderId id = order.claim().venueOrderId();
      if (id != null) {
        ids.computeIfAbsent(order.claim().account(), account -> new ArrayList<>()).add(id);
        quantities.put(id, order.filled());
      }
    }
    int unknown = 0;
    for (var claim : state.unsettled()) {
      unknown += claim.state() == ClaimState.OUTCOME_UNKNOWN ? 1 : 0;
    }
    metrics.open(state.unsettled().size(), unknown, state.working().size());
    if (published != state) {
      long now = platform.clock().epochNanos();
      Map<AccountId, Long> since = new HashMap<>();
      lanes.keySet().forEach(a -> since.put(a, state.missedSinceNanos(a, now)));
      missedSince = Map.copyOf(since);
    }
    filled = quantities;
    working = ids;
    published = state;
  }

  @Override
  public List<VenueOrderId> working(AccountId account) {
    return working.getOrDefault(account, List.of());
  }

  @Override
  public Quantity filled(VenueOrderId order) {
    return filled.getOrDefault(order, Quantity.ZERO);
  }

  @Override
  public boolean published(ExecutionId execution) {
    ExecutorState state = published;
    return state != null && state.published(execution);
  }

  @Override
  public long missedSinceNanos(AccountId account) {
    return missedSince.getOrDefault(account, platform.clock().epochNanos());
  }

  /** What the lanes still reported is written before the end. */
  @Override
  public void onClose() {
    ready = false;
    Session open = session;
    if (open == null) {
      return;
    }
    try {
      List<Report> last = new ArrayList<>();
      inbox.drainTo(last);
      commandsStopped = true;
      turn(open, last);
    } catch (KafkaException e) {
      LOG.warn("last reports not written; they are found out at the next start", e);
    } finally {
      open.close();
      session = null;
    }
  }
}
