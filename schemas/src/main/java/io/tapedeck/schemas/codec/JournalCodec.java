package io.tapedeck.schemas.codec;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.ClockTicked;
import io.tapedeck.domain.risk.JournalEvent.ControlReceived;
import io.tapedeck.domain.risk.JournalEvent.IntentReceived;
import io.tapedeck.domain.risk.JournalEvent.LagObserved;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.JournalEvent.MarksObserved;
import io.tapedeck.domain.risk.JournalEvent.OrderEventReceived;
import io.tapedeck.domain.risk.JournalEvent.PoisonReceived;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;

/** Entries of the risk journal. */
public final class JournalCodec implements Codec<JournalEntry> {
  private static final int KINDS = 9;
  private static final int INTENT = 1;
  private static final int ORDER_EVENT = 2;
  private static final int CONTROL = 3;
  private static final int MARKS = 4;
  private static final int LIMITS = 5;
  private static final int CLOCK = 6;
  private static final int POISON = 7;
  private static final int LAG = 8;

  private final IntentCodec intents = new IntentCodec();
  private final OrderEventCodec orderEvents = new OrderEventCodec();
  private final ControlCodec controls = new ControlCodec();
  private final MarkCodec marks = new MarkCodec();
  private final LimitsCodec limits = new LimitsCodec();

  @Override
  public String schemaName() {
    return "io.tapedeck.risk.v1.JournalEntry";
  }

  @Override
  public void write(AvroWriter out, JournalEntry entry) {
    out.writeLong(entry.seq());
    Parts.writeOptional(out, entry.account(), (o, id) -> o.writeString(id.value()));
    out.writeLong(entry.accountSeq());
    Parts.writeOptional(out, entry.source(), Parts::writeCoordinates);
    out.writeNanos(entry.eventNanos());
    int kind = kind(entry.event());
    out.writeLong(kind);
    for (int branch = INTENT; branch < KINDS; branch++) {
      out.writeLong(branch == kind ? 1 : 0);
      if (branch == kind) {
        writeEvent(out, entry.event());
      }
    }
  }

  private static int kind(JournalEvent event) {
    if (event instanceof IntentReceived) {
      return INTENT;
    }
    if (event instanceof OrderEventReceived) {
      return ORDER_EVENT;
    }
    if (event instanceof MarksObserved) {
      return MARKS;
    }
    if (event instanceof ControlReceived) {
      return CONTROL;
    }
    if (event instanceof LimitsObserved) {
      return LIMITS;
    }
    if (event instanceof LagObserved) {
      return LAG;
    }
    return event instanceof ClockTicked ? CLOCK : POISON;
  }

  private void writeEvent(AvroWriter out, JournalEvent event) {
    if (event instanceof IntentReceived e) {
      intents.write(out, e.intent());
    } else if (event instanceof OrderEventReceived e) {
      orderEvents.write(out, e.event());
    } else if (event instanceof ControlReceived e) {
      controls.write(out, e.command());
    } else if (event instanceof MarksObserved e) {
      Parts.writeList(out, e.marks(), marks::write);
    } else if (event instanceof LimitsObserved e) {
      limits.write(out, e.limits());
    } else if (event instanceof ClockTicked e) {
      out.writeString(e.purpose());
    } else if (event instanceof LagObserved e) {
      out.writeLong(e.seconds());
    } else if (event instanceof PoisonReceived e) {
      out.writeString(e.reason());
      out.writeString(e.payloadSha256());
    }
  }

  @Override
  public JournalEntry read(AvroReader in) {
    long seq = in.readLong();
    AccountId account = Parts.readOptional(in, Ids::account);
    long accountSeq = in.readLong();
    Coordinates source = Parts.readOptional(in, Parts::readCoordinates);
    long eventNanos = in.readNanos();
    int kind = in.readIndex(KINDS);
    JournalEvent event = null;
    for (int branch = INTENT; branch < KINDS; branch++) {
      Parts.branch(in, branch == kind, "of the entry's kind");
      if (branch == kind) {
        event = readEvent(in, kind);
      }
    }
    if (event == null) {
      throw new UnreadableRecordException("a kind of journal entry that this build does not know");
    }
    return new JournalEntry(seq, account, accountSeq, source, eventNanos, event);
  }

  private JournalEvent readEvent(AvroReader in, int kind) {
    return switch (kind) {
      case INTENT -> new IntentReceived(intents.read(in));
      case ORDER_EVENT -> new OrderEventReceived(orderEvents.read(in));
      case CONTROL -> new ControlReceived(controls.read(in));
      case MARKS -> new MarksObserved(Parts.readList(in, marks::read));
      case LIMITS -> new LimitsObserved(limits.read(in));
      case CLOCK -> new ClockTicked(in.readString());
      case LAG -> new LagObserved(in.readLong());
      default -> new PoisonReceived(in.readString(), in.readString());
    };
  }
}
