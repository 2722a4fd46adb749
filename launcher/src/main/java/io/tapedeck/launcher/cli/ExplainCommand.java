package io.tapedeck.launcher.cli;

import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.replay.KafkaTape;
import io.tapedeck.replay.Tape;
import io.tapedeck.replay.TapeRecord;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain ID}. */
@Command(
    name = "explain",
    description = "Tells all that the tape knows of one intent, order or execution.")
final class ExplainCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "ID",
      description = "Intent id, client order id, venue order id or execution id.")
  private String id = "";

  @Override
  public Integer call() {
    Tape tape = new KafkaTape(common.reachable().platform("explain"));
    List<ClaimEntry> claims = new ArrayList<>();
    scan(
        tape,
        Topics.EXECUTOR_JOURNAL,
        claim ->
            claim.intent().value().equals(id)
                || claim.clientOrderId().value().equals(id)
                || (claim.venueOrderId() != null && claim.venueOrderId().value().equals(id)),
        (record, claim) -> claims.add(claim));
    String intent = intent(tape, claims);
    Map<String, Object> found = new LinkedHashMap<>();
    find(tape, intent, found);
    if (found.isEmpty()) {
      spec.commandLine().getErr().println("tapedeck: nothing on the tape is named " + id);
      return ExitCodes.FAILURE;
    }
    if (common.json()) {
      spec.commandLine().getOut().println(CommonOptions.toJson(found));
    } else {
      PrintWriter out = spec.commandLine().getOut();
      found.forEach((name, value) -> print(out, name, value));
      out.flush();
    }
    return 0;
  }

  private static void print(PrintWriter out, String name, Object value) {
    if (value instanceof List<?> lines) {
      out.println(name + ":");
      lines.forEach(line -> out.println("  " + line));
    } else {
      out.println(name + ": " + value);
    }
  }

  /** The intent behind the id, which may name an order or execution. */
  private String intent(Tape tape, List<ClaimEntry> claims) {
    if (!claims.isEmpty()) {
      return claims.get(0).intent().value();
    }
    List<String> intents = new ArrayList<>();
    scan(
        tape,
        Topics.ORDER_EVENTS,
        event -> event.execution() != null && event.execution().id().value().equals(id),
        (record, event) -> {
          if (event.intent() != null) {
            intents.add(event.intent().value());
          }
        });
    return intents.isEmpty() ? id : intents.get(0);
  }

  private static void find(Tape tape, String intent, Map<String, Object> found) {
    scan(
        tape,
        Topics.ORDER_INTENTS,
        wish -> wish.id().value().equals(intent),
        (record, wish) -> {
          found.put("intent", intent);
          found.put("intent_record", record.at().toString());
          found.put("wanted", wish.action().toString());
          found.put("by", wish.strategy() + " for " + wish.account() + " in " + wish.instrument());
          found.put("because", wish.evidence().toString());
        });
    scan(
        tape,
        Topics.RISK_DECISIONS,
        decision -> decision.intent().value().equals(intent),
        (record, decision) -> decision(found, record, decision));
    List<String> claims = new ArrayList<>();
    scan(
        tape,
        Topics.EXECUTOR_JOURNAL,
        claim -> claim.intent().value().equals(intent),
        (record, claim) ->
            claims.add(
                record.at()
                    + " "
                    + claim.state()
                    + " attempt "
                    + claim.attempt()
                    + " client order "
                    + claim.clientOrderId()
                    + (claim.venueOrderId() == null ? "" : " venue order " + claim.venueOrderId())
                    + (claim.reason().isEmpty() ? "" : " (" + claim.reason() + ")")));
    List<String> events = new ArrayList<>();
    scan(
        tape,
        Topics.ORDER_EVENTS,
        event -> event.intent() != null && event.intent().value().equals(intent),
        (record, event) -> events.add(record.at() + " " + describe(event)));
    if (!claims.isEmpty()) {
      found.put("claims", claims);
    }
    if (!events.isEmpty()) {
      found.put("events", events);
    }
  }

  private static String describe(OrderEvent event) {
    return event.execution() == null
        ? event.kind() + (event.reason().isEmpty() ? "" : " (" + event.reason() + ")")
        : event.kind() + " " + event.execution();
  }

  private static void decision(Map<String, Object> found, TapeRecord record, Decision decision) {
    found.put("decision", decision.approved() ? "APPROVED" : "DENIED " + decision.denials());
    found.put("decision_record", record.at().toString());
    found.put(
        "journal",
        "entry "
            + decision.journalSeq()
            + " of partition "
            + record.at().partition()
            + ", "
            + decision.accountSeq()
            + " of account "
            + decision.account());
    found.put("checks", decision.checks().stream().map(CheckResult::toString).toList());
    found.put("mark", decision.mark() + " from " + decision.markSource());
    found.put("limits_version", decision.limitsVersion());
    found.put("model_sha256", decision.modelSha256());
    found.put("previous_hash", decision.previousHash());
  }

  private static <T> void scan(
      Tape tape, Topic<T> topic, Predicate<T> wanted, BiConsumer<TapeRecord, T> found) {
    var format = tape.formats().of(topic);
    for (int partition = 0; partition < tape.partitions(topic); partition++) {
      try (Tape.Records records = tape.records(topic, partition)) {
        while (records.hasNext()) {
          TapeRecord record = records.next();
          byte @Nullable [] bytes = record.value();
          T value = bytes == null ? null : decode(format, bytes);
          if (value != null && wanted.test(value)) {
            found.accept(record, Objects.requireNonNull(value));
          }
        }
      }
    }
  }

  /** A dead letter lies elsewhere; what cannot be read explains nothing. */
  private static <T> @Nullable T decode(
      io.tapedeck.schemas.serde.RecordFormat<T> format, byte[] bytes) {
    try {
      return format.decode(bytes);
    } catch (io.tapedeck.schemas.avro.UnreadableRecordException e) {
      return null;
    }
  }
}
