package io.tapedeck.executor.kafka;

import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.VenueStatement;
import io.tapedeck.domain.tape.DeadLetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What one transaction writes, and what to do after it. Not thread-safe. */
final class Batch {
  private final List<ClaimEntry> entries = new ArrayList<>();
  private final List<OrderEvent> events = new ArrayList<>();
  private final List<VenueStatement> statements = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<Send> sends = new ArrayList<>();
  private final List<ClaimEntry> queries = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

  /** A claim to be sent once it is committed. */
  record Send(ClaimEntry claim, long approvedNanos) {}

  void entry(ClaimEntry entry) {
    entries.add(entry);
  }

  void events(List<OrderEvent> more) {
    events.addAll(more);
  }

  void statement(VenueStatement statement) {
    statements.add(statement);
  }

  void deadLetter(DeadLetter letter) {
    deadLetters.add(letter);
  }

  void send(ClaimEntry claim, long approvedNanos) {
    sends.add(new Send(claim, approvedNanos));
  }

  void query(ClaimEntry claim) {
    queries.add(claim);
  }

  void afterwards(Runnable action) {
    afterwards.add(action);
  }

  void read(TopicPartition partition, long nextOffset) {
    offsets.put(partition, new OffsetAndMetadata(nextOffset));
  }

  List<ClaimEntry> entries() {
    return entries;
  }

  List<OrderEvent> events() {
    return events;
  }

  List<VenueStatement> statements() {
    return statements;
  }

  List<DeadLetter> deadLetters() {
    return deadLetters;
  }

  List<Send> sends() {
    return sends;
  }

  List<ClaimEntry> queries() {
    return queries;
  }

  List<Runnable> afterwards() {
    return afterwards;
  }

  Map<TopicPartition, OffsetAndMetadata> offsets() {
    return offsets;
  }

  /** True if there is nothing to write. */
  boolean isEmpty() {
    return entries.isEmpty()
        && events.isEmpty()
        && statements.isEmpty()
        && deadLetters.isEmpty()
        && offsets.isEmpty();
  }

  /** Whether claims are settled or made here, for crash points. */
  boolean settles() {
    return entries.size() > sends.size();
  }
}
