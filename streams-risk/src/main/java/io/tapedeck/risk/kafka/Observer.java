package io.tapedeck.risk.kafka;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.limits.Scopes;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.JournalEvent.ClockTicked;
import io.tapedeck.domain.risk.JournalEvent.LagObserved;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.JournalEvent.MarksObserved;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.serde.RecordFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Journals what a decision will look up, where it differs from what was journalled: a new day, the
 * lag, limits, marks. For a task's thread.
 */
final class Observer {
  private static final long MILLIS = 1_000;

  private final RiskJournal journal;
  private final RecordFormat<Mark> markFormat;
  private final RecordFormat<RiskLimits> limitsFormat;
  private final ReadOnlyKeyValueStore<String, byte[]> marks;
  private final LatestMarks latest;
  private final ReadOnlyKeyValueStore<String, byte[]> limits;
  private final Unreadable unreadable;
  // the stored bytes that were last looked at, by identity: a quick no
  private final Map<String, byte[]> lookedAt = new HashMap<>();
  private final Map<InstrumentId, byte[]> markLookedAt = new HashMap<>();

  Observer(
      RiskJournal journal,
      RecordFormat<Mark> markFormat,
      RecordFormat<RiskLimits> limitsFormat,
      LatestMarks latest,
      ReadOnlyKeyValueStore<String, byte[]> marks,
      ReadOnlyKeyValueStore<String, byte[]> limits,
      Unreadable unreadable) {
    this.journal = journal;
    this.markFormat = markFormat;
    this.limitsFormat = limitsFormat;
    this.latest = latest;
    this.marks = marks;
    this.limits = limits;
    this.unreadable = unreadable;
  }

  /** Told of a mark or limits that cannot be read; what was known before holds on. */
  @FunctionalInterface
  interface Unreadable {
    void seen(Topic<?> topic, String key, String reason);
  }

  /**
   * Before an intent is decided.
   *
   * @param timestamp record time of the intent, milliseconds of wall time
   * @param nowMillis wall time
   */
  void before(OrderIntent intent, long timestamp, long nowMillis) {
    // first: the calendar is a limit, too
    observeLimits(Scopes.of(intent.account(), intent.strategy(), intent.instrument()), timestamp);
    rollDay(intent.eventNanos(), timestamp);
    observeLag(Math.max(0, nowMillis - timestamp) / MILLIS, timestamp);
    List<InstrumentId> instruments = new ArrayList<>();
    instruments.add(intent.instrument());
    instruments.addAll(journal.state().account(intent.account()).instruments());
    observeMarks(instruments, intent.eventNanos(), timestamp);
  }

  /** New marks of what is held are journalled, and every account is looked at under them. */
  void revalued(long timestamp, Consumer<Outcome> told) {
    Set<InstrumentId> instruments = new TreeSet<>();
    for (AccountState account : journal.state().everyAccount()) {
      instruments.addAll(account.instruments());
    }
    if (observeMarks(instruments, journal.state().clockNanos(), timestamp)) {
      told.accept(
          journal.append(
              null,
              null,
              journal.state().clockNanos(),
              timestamp,
              new ClockTicked(RiskEngine.REVALUE)));
    }
  }

  void observeLimits(Collection<String> scopes, long timestamp) {
    for (String scope : scopes) {
      observeLimits(scope, timestamp);
      observeLimits(RiskLimits.SHADOW + scope, timestamp);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a quick no; versions are compared after a yes
  private void observeLimits(String scope, long timestamp) {
    byte[] stored = limits.get(scope);
    if (stored == null || stored == lookedAt.put(scope, stored)) {
      return;
    }
    RiskLimits latest = read(limitsFormat, scope, stored);
    RiskState state = journal.state();
    RiskLimits known = state.limits(scope);
    // a restored global store may be behind: limits never go back to an older version
    if (latest == null) {
      return;
    }
    if (known == null || latest.version() > known.version()) {
      journal.append(null, null, state.clockNanos(), timestamp, new LimitsObserved(latest));
    }
  }

  private void rollDay(long eventNanos, long timestamp) {
    if (journal.state().dayOf(eventNanos) > journal.state().day()) {
      journal.append(null, null, eventNanos, timestamp, new ClockTicked(RiskEngine.DAY_ROLL));
    }
  }

  private void observeLag(long seconds, long timestamp) {
    if (seconds != journal.state().lagSeconds()) {
      journal.append(null, null, journal.state().clockNanos(), timestamp, new LagObserved(seconds));
    }
  }

  @SuppressWarnings("ReferenceEquality") // a quick no; coordinates are compared after a yes
  private boolean observeMarks(
      Collection<InstrumentId> instruments, long eventNanos, long timestamp) {
    List<Mark> changed = new ArrayList<>();
    long newest = eventNanos;
    for (InstrumentId instrument : instruments) {
      byte[] stored = latest.of(instrument, marks);
      if (stored == null || stored == markLookedAt.put(instrument, stored)) {
        continue;
      }
      Mark mark = read(markFormat, instrument.value(), stored);
      if (mark != null && newer(mark, journal.state().mark(instrument))) {
        changed.add(mark);
        newest = Math.max(newest, mark.eventNanos());
      }
    }
    if (changed.isEmpty()) {
      return false;
    }
    journal.append(null, null, newest, timestamp, new MarksObserved(changed));
    return true;
  }

  /**
   * Null if it cannot be read. Whose intent looks at it is not to blame, and a task that died of it
   * would die of it again: an old mark goes stale by its age, limits stay those last journalled.
   */
  private <T> @Nullable T read(RecordFormat<T> format, String key, byte[] stored) {
    try {
      return format.decode(stored);
    } catch (UnreadableRecordException e) {
      unreadable.seen(format.topic(), key, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** A restored global store may be behind or ahead; marks never go back to an older tick. */
  private static boolean newer(Mark mark, @Nullable Mark known) {
    if (known == null) {
      return true;
    }
    boolean samePartition =
        mark.source().topic().equals(known.source().topic())
            && mark.source().partition() == known.source().partition();
    return samePartition
        ? mark.source().offset() > known.source().offset()
        : mark.receivedNanos() > known.receivedNanos();
  }
}
