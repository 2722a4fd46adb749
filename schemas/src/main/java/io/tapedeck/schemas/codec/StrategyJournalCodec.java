package io.tapedeck.schemas.codec;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.domain.signal.StrategyObservation.ControlSeen;
import io.tapedeck.domain.signal.StrategyObservation.ModelSwitched;
import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.domain.signal.StrategyObservation.PositionSeen;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;

/** What strategies saw besides ticks. */
public final class StrategyJournalCodec implements Codec<StrategyJournalEntry> {
  private static final int KINDS = 5;
  private static final int POSITION = 1;
  private static final int ORDER = 2;
  private static final int CONTROL = 3;
  private static final int MODEL = 4;
  private static final TradingState[] STATES = TradingState.values();
  private static final OrderEventKind[] ORDER_EVENTS = OrderEventKind.values();

  @Override
  public String schemaName() {
    return "io.tapedeck.signal.v1.StrategyJournalEntry";
  }

  @Override
  public void write(AvroWriter out, StrategyJournalEntry entry) {
    out.writeString(entry.instrument().value());
    out.writeString(entry.strategy().value());
    Parts.writeCoordinates(out, entry.before());
    Parts.writeCoordinates(out, entry.observation().source());
    StrategyObservation seen = entry.observation();
    int kind =
        seen instanceof PositionSeen
            ? POSITION
            : seen instanceof OrderSeen ? ORDER : seen instanceof ControlSeen ? CONTROL : MODEL;
    out.writeLong(kind);
    for (int branch = POSITION; branch < KINDS; branch++) {
      out.writeLong(branch == kind ? 1 : 0);
      if (branch == kind) {
        writeObservation(out, seen);
      }
    }
  }

  private static void writeObservation(AvroWriter out, StrategyObservation seen) {
    if (seen instanceof PositionSeen p) {
      out.writeString(p.account().value());
      out.writeDecimal(p.position().raw());
      out.writeLong(p.accountSeq());
      Parts.writeOptional(out, p.averagePrice(), Parts::writePrice);
    } else if (seen instanceof OrderSeen o) {
      out.writeString(o.account().value());
      out.writeString(o.intent().value());
      Parts.writeEnum(out, o.kind());
      Parts.writeOptional(out, o.leaves(), Parts::writeQuantity);
    } else if (seen instanceof ControlSeen c) {
      out.writeString(c.account().value());
      Parts.writeKnownEnum(out, c.state());
    } else if (seen instanceof ModelSwitched m) {
      out.writeString(m.modelSha256());
    }
  }

  @Override
  public StrategyJournalEntry read(AvroReader in) {
    InstrumentId instrument = Ids.instrument(in);
    StrategyId strategy = Ids.strategy(in);
    Coordinates before = Parts.readCoordinates(in);
    Coordinates source = Parts.readCoordinates(in);
    int kind = in.readIndex(KINDS);
    if (kind == 0) {
      throw new UnreadableRecordException("a kind of observation that this build does not know");
    }
    StrategyObservation seen = null;
    for (int branch = POSITION; branch < KINDS; branch++) {
      Parts.branch(in, branch == kind, "of the observation's kind");
      if (branch == kind) {
        seen = readObservation(in, kind, source);
      }
    }
    if (seen == null) {
      throw new UnreadableRecordException("no observation");
    }
    return new StrategyJournalEntry(instrument, strategy, before, seen);
  }

  private static StrategyObservation readObservation(AvroReader in, int kind, Coordinates source) {
    if (kind == MODEL) {
      return new ModelSwitched(in.readString(), source);
    }
    AccountId account = Ids.account(in);
    if (kind == POSITION) {
      return new PositionSeen(
          account,
          Parts.readQuantity(in),
          in.readLong(),
          source,
          Parts.readOptional(in, Parts::readPrice));
    }
    if (kind == ORDER) {
      return new OrderSeen(
          account,
          Ids.intent(in),
          Parts.readEnum(in, ORDER_EVENTS),
          source,
          Parts.readOptional(in, Parts::readQuantity));
    }
    return new ControlSeen(account, Parts.readKnownEnum(in, STATES), source);
  }
}
