package io.tapedeck.console.view;

import io.tapedeck.console.kafka.TopicScan;
import io.tapedeck.console.kafka.TopicScan.Seen;
import io.tapedeck.domain.limits.Scopes;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent.IntentReceived;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.JournalEvent.MarksObserved;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that the tape knows of one intent, by its own id or that of an order or execution: what was
 * wanted and why, the decision with every check, where each of its inputs lies, what became of it.
 */
public final class Explanation {
  private final Platform platform;
  private final Map<String, Object> found = new LinkedHashMap<>();
  private final List<Map<String, Object>> inputs = new ArrayList<>();
  private final List<Map<String, Object>> claims = new ArrayList<>();
  private final List<Map<String, Object>> events = new ArrayList<>();
  private @Nullable Seen<Decision> decision;

  private Explanation(Platform platform) {
    this.platform = platform;
  }

  /**
   * Reads the topics from their beginnings; empty if nothing is named so.
   *
   * @param id of an intent, client order, venue order or execution
   */
  public static Map<String, Object> of(Platform platform, String id) {
    Explanation explanation = new Explanation(platform);
    explanation.explain(explanation.intent(id));
    return explanation.found;
  }

  /** The intent behind an id that may name an order or execution. */
  private String intent(String id) {
    List<String> intents = new ArrayList<>();
    TopicScan.all(
        platform,
        Topics.EXECUTOR_JOURNAL,
        seen -> {
          ClaimEntry claim = seen.value();
          if (claim.intent().value().equals(id)
              || claim.clientOrderId().value().equals(id)
              || (claim.venueOrderId() != null && claim.venueOrderId().value().equals(id))) {
            intents.add(claim.intent().value());
          }
        });
    if (intents.isEmpty()) {
      TopicScan.all(
          platform,
          Topics.ORDER_EVENTS,
          seen -> {
            OrderEvent event = seen.value();
            if (event.execution() != null
                && event.execution().id().value().equals(id)
                && event.intent() != null) {
              intents.add(event.intent().value());
            }
          });
    }
    return intents.isEmpty() ? id : intents.get(0);
  }

  private void explain(String intent) {
    TopicScan.all(
        platform,
        Topics.ORDER_INTENTS,
        seen -> {
          if (seen.value().id().value().equals(intent)) {
            wanted(seen);
          }
        });
    TopicScan.all(
        platform,
        Topics.RISK_DECISIONS,
        seen -> {
          if (seen.value().intent().value().equals(intent)) {
            decision = seen;
          }
        });
    Seen<Decision> decided = decision;
    if (decided != null) {
      decided(decided);
    }
    becameOf(intent);
    if (!inputs.isEmpty()) {
      found.put("provenance", inputs);
    }
    if (!claims.isEmpty()) {
      found.put("claims", claims);
    }
    if (!events.isEmpty()) {
      found.put("events", events);
    }
  }

  private void wanted(Seen<OrderIntent> seen) {
    OrderIntent wish = seen.value();
    Evidence evidence = wish.evidence();
    found.put("intent", wish.id().value());
    found.put("intent_record", seen.at().toString());
    found.put("wanted", wish.action().toString());
    found.put("by", wish.strategy() + " for " + wish.account() + " in " + wish.instrument());
    Map<String, Object> because = new LinkedHashMap<>();
    because.put("cause", evidence.cause().toString());
    because.put("model_sha256", evidence.modelSha256());
    because.put("score", evidence.score());
    because.put("features", evidence.features());
    because.put("position_seen", evidence.positionSeen().toString());
    found.put("because", because);
    input("cause", evidence.cause(), "what led the strategy to it");
    if (evidence.positionSource() != null) {
      input("position", evidence.positionSource(), "the position that the strategy believed in");
    }
  }

  private void decided(Seen<Decision> seen) {
    Decision d = seen.value();
    found.put("decision", d.approved() ? "APPROVED" : "DENIED " + d.denials());
    found.put("decision_record", seen.at().toString());
    found.put("build", seen.build());
    found.putAll(DecisionView.whole(seen.at(), d));
    input("intent", d.source(), "the wish decided on");
    if (d.markSource() != null) {
      input("mark", d.markSource(), "the tick behind the mark " + d.mark());
    }
    Journalled journalled = new Journalled(d);
    TopicScan.partition(
        platform,
        Topics.RISK_JOURNAL,
        seen.at().partition(),
        entry -> journalled.entry(entry.at(), entry.value()));
    journalled.tell();
  }

  private void input(String what, Coordinates at, String meaning) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("input", what);
    input.put("topic", at.topic());
    input.put("partition", at.partition());
    input.put("offset", at.offset());
    input.put("meaning", meaning);
    inputs.add(input);
  }

  /** Where the journal holds what the decision read, as it was then. */
  private final class Journalled {
    private final Decision decision;
    private final List<String> scopes = new ArrayList<>();
    private final Map<String, Map.Entry<Coordinates, RiskLimits>> limits = new TreeMap<>();
    private @Nullable Coordinates marks;
    private @Nullable Coordinates itself;

    Journalled(Decision decision) {
      this.decision = decision;
      for (String scope :
          Scopes.of(decision.account(), decision.strategy(), decision.instrument())) {
        scopes.add(scope);
        scopes.add(RiskLimits.SHADOW + scope);
      }
    }

    void entry(Coordinates at, JournalEntry entry) {
      if (entry.seq() > decision.journalSeq()) {
        return;
      }
      if (entry.event() instanceof LimitsObserved observed
          && scopes.contains(observed.limits().scope())) {
        limits.put(observed.limits().scope(), Map.entry(at, observed.limits()));
      } else if (entry.event() instanceof MarksObserved observed
          && observed.marks().stream()
              .map(Mark::instrument)
              .anyMatch(decision.instrument()::equals)) {
        marks = at;
      } else if (entry.event() instanceof IntentReceived && entry.seq() == decision.journalSeq()) {
        itself = at;
      }
    }

    void tell() {
      if (itself != null) {
        input("journal", itself, "the entry that was decided");
      }
      if (marks != null) {
        input("mark_journalled", marks, "the entry that made the mark known");
      }
      for (String scope : scopes) {
        Map.Entry<Coordinates, RiskLimits> known = limits.get(scope);
        if (known != null) {
          RiskLimits version = known.getValue();
          input(
              "limits",
              known.getKey(),
              "version "
                  + version.version()
                  + " of "
                  + scope
                  + " by "
                  + version.changedBy()
                  + ": "
                  + version.why());
        }
      }
    }
  }

  private void becameOf(String intent) {
    TopicScan.all(
        platform,
        Topics.EXECUTOR_JOURNAL,
        seen -> {
          if (seen.value().intent().value().equals(intent)) {
            claims.add(claim(seen));
          }
        });
    TopicScan.all(
        platform,
        Topics.ORDER_EVENTS,
        seen -> {
          OrderEvent event = seen.value();
          if (event.intent() != null && event.intent().value().equals(intent)) {
            events.add(event(seen));
          }
        });
  }

  private static Map<String, Object> claim(Seen<ClaimEntry> seen) {
    ClaimEntry claim = seen.value();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("record", seen.at().toString());
    view.put("state", claim.state().name());
    view.put("attempt", claim.attempt());
    view.put("client_order_id", claim.clientOrderId().value());
    view.put("venue_order_id", claim.venueOrderId() == null ? null : claim.venueOrderId().value());
    view.put("reason", claim.reason());
    return view;
  }

  private static Map<String, Object> event(Seen<OrderEvent> seen) {
    OrderEvent event = seen.value();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("record", seen.at().toString());
    view.put("kind", event.kind().name());
    view.put("venue_time", Times.text(event.venueNanos()));
    if (event.execution() != null) {
      view.putAll(FillView.execution(event.execution()));
    }
    view.put("reason", event.reason());
    return view;
  }
}
