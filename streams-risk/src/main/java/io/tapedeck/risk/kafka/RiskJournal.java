package io.tapedeck.risk.kafka;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.IntentReceived;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.AccountState;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.risk.core.Snapshots;
import io.tapedeck.risk.core.StateParts;
import io.tapedeck.runtime.health.BuildInfo;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries to a partition's journal: numbers them, decides, chains the hashes, and hands
 * entry, decisions, commands and the store their part of the one transaction. Account states are
 * published when the shell says so, each at most once a time: they are a view, no decision reads
 * them.
 */
final class RiskJournal {
  /** Key of entries that concern no single account. */
  static final String EVERYONE = "*";

  /** Header of a decision record: version and commit of the build that made it. */
  private static final String BUILD_HEADER = "build";

  private static final byte[] BUILD =
      key(BuildInfo.load().version() + " " + BuildInfo.load().commit());

  private final ProcessorContext<byte[], byte[]> context;
  private final RiskStore store;
  private final TaskPartitioner partitioner;
  private final RecordFormat<JournalEntry> entries;
  private final RecordFormat<Decision> decisions;
  private final RecordFormat<OrderCommand> commands;
  private final RecordFormat<AccountSnapshot> snapshots;
  private final RiskState state;
  private final Set<AccountId> unpublished = new TreeSet<>();
  private ChainHash chain;

  RiskJournal(
      ProcessorContext<byte[], byte[]> context,
      RiskStore store,
      TaskPartitioner partitioner,
      Formats formats) {
    this.context = context;
    this.store = store;
    this.partitioner = partitioner;
    this.entries = formats.of(Topics.RISK_JOURNAL);
    this.decisions = formats.of(Topics.RISK_DECISIONS);
    this.commands = formats.of(Topics.ORDERS_APPROVED);
    this.snapshots = formats.of(Topics.ACCOUNT_STATE);
    this.state = store.load();
    this.chain = store.chain();
    // what a crash kept from being published is published now
    unpublished.addAll(state.accounts().keySet());
  }

  RiskState state() {
    return state;
  }

  ChainHash chain() {
    return chain;
  }

  /**
   * Appends one entry and applies it.
   *
   * @param timestamp record time of what is written, milliseconds of wall time: that of the input
   */
  Outcome append(
      @Nullable AccountId account,
      @Nullable Coordinates source,
      long eventNanos,
      long timestamp,
      JournalEvent event) {
    long accountSeq = account == null ? 0 : state.account(account).seq() + 1;
    JournalEntry entry =
        new JournalEntry(state.seq() + 1, account, accountSeq, source, eventNanos, event);
    Outcome outcome = RiskEngine.decide(state, entry);

    byte[] entryBytes = entries.encode(entry);
    List<byte[]> decisionBytes = new ArrayList<>();
    String previous = chain.toString();
    for (Decision decision : outcome.decisions()) {
      decisionBytes.add(decisions.encode(decision.after(previous)));
    }
    chain = chain.next(entryBytes, decisionBytes, ConfluentFormat.HEADER);

    partitioner.forwarding(context.taskId().partition());
    byte[] key = key(account == null ? EVERYONE : account.value());
    Headers headers = new RecordHeaders().add(ChainHash.HEADER, chain.bytes());
    context.forward(new Record<>(key, entryBytes, timestamp, headers), Sinks.JOURNAL);
    for (int i = 0; i < decisionBytes.size(); i++) {
      byte[] owner = key(outcome.decisions().get(i).account().value());
      context.forward(
          new Record<>(owner, decisionBytes.get(i), timestamp, build()), Sinks.DECISIONS);
    }
    for (OrderCommand command : outcome.commands()) {
      context.forward(
          new Record<>(key(command.account().value()), commands.encode(command), timestamp),
          Sinks.APPROVED);
    }
    store.save(state, entry, outcome, chain);
    if (!(event instanceof IntentReceived) || !outcome.commands().isEmpty()) {
      // a denied intent changes nothing that an account shows
      unpublished.addAll(StateParts.touched(entry, outcome));
    }
    return outcome;
  }

  /** What is held is worth something else now: its accounts are published anew. */
  void revalued() {
    for (AccountState account : state.everyAccount()) {
      if (!account.instruments().isEmpty()) {
        unpublished.add(account.id());
      }
    }
  }

  /** Publishes the accounts that changed since the last time. */
  void publish(long timestamp, Consumer<AccountSnapshot> published) {
    if (unpublished.isEmpty()) {
      return;
    }
    partitioner.forwarding(context.taskId().partition());
    for (AccountId id : unpublished) {
      AccountSnapshot snapshot = Snapshots.of(state, state.account(id));
      context.forward(
          new Record<>(key(id.value()), snapshots.encode(snapshot), timestamp), Sinks.ACCOUNTS);
      published.accept(snapshot);
    }
    unpublished.clear();
  }

  /** Which build decided: beside the bytes, so that another build replays them all the same. */
  private static Headers build() {
    return new RecordHeaders().add(BUILD_HEADER, BUILD);
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
