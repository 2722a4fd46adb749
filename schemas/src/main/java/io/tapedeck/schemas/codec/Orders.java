package io.tapedeck.schemas.codec;

import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderAction.Cancel;
import io.tapedeck.domain.order.OrderAction.Replace;
import io.tapedeck.domain.order.OrderAction.Submit;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;

/** Order actions, terms and evidence, as parts of other records. */
final class Orders {
  private static final int KINDS = 4;
  private static final int SUBMIT = 1;
  private static final int CANCEL = 2;
  private static final int REPLACE = 3;
  static final Side[] SIDES = Side.values();
  private static final OrderType[] TYPES = OrderType.values();
  private static final TimeInForce[] TIMES_IN_FORCE = TimeInForce.values();

  private Orders() {}

  static void writeAction(AvroWriter out, OrderAction action) {
    int kind = action instanceof Submit ? SUBMIT : action instanceof Cancel ? CANCEL : REPLACE;
    out.writeLong(kind);
    out.writeLong(kind == SUBMIT ? 1 : 0);
    if (action instanceof Submit submit) {
      writeTerms(out, submit.terms());
    }
    out.writeLong(kind == CANCEL ? 1 : 0);
    if (action instanceof Cancel cancel) {
      out.writeString(cancel.target().value());
    }
    out.writeLong(kind == REPLACE ? 1 : 0);
    if (action instanceof Replace replace) {
      out.writeString(replace.target().value());
      out.writeDecimal(replace.quantity().raw());
      Parts.writeOptional(out, replace.limitPrice(), Parts::writePrice);
    }
  }

  static OrderAction readAction(AvroReader in) {
    int kind = in.readIndex(KINDS);
    OrderAction action = null;
    Parts.branch(in, kind == SUBMIT, "submit");
    if (kind == SUBMIT) {
      action = new Submit(readTerms(in));
    }
    Parts.branch(in, kind == CANCEL, "cancel");
    if (kind == CANCEL) {
      action = new Cancel(Ids.intent(in));
    }
    Parts.branch(in, kind == REPLACE, "replace");
    if (kind == REPLACE) {
      action =
          new Replace(
              Ids.intent(in), Parts.readQuantity(in), Parts.readOptional(in, Parts::readPrice));
    }
    if (action == null) {
      throw new UnreadableRecordException("an order action that this build does not know");
    }
    return action;
  }

  private static void writeTerms(AvroWriter out, OrderTerms terms) {
    Parts.writeKnownEnum(out, terms.side());
    Parts.writeKnownEnum(out, terms.type());
    out.writeDecimal(terms.quantity().raw());
    Parts.writeOptional(out, terms.limitPrice(), Parts::writePrice);
    Parts.writeOptional(out, terms.stopPrice(), Parts::writePrice);
    Parts.writeKnownEnum(out, terms.timeInForce());
    out.writeBoolean(terms.reduceOnly());
    out.writeBoolean(terms.postOnly());
  }

  private static OrderTerms readTerms(AvroReader in) {
    return new OrderTerms(
        Parts.readKnownEnum(in, SIDES),
        Parts.readKnownEnum(in, TYPES),
        Parts.readQuantity(in),
        Parts.readOptional(in, Parts::readPrice),
        Parts.readOptional(in, Parts::readPrice),
        Parts.readKnownEnum(in, TIMES_IN_FORCE),
        in.readBoolean(),
        in.readBoolean());
  }

  static void writeEvidence(AvroWriter out, Evidence evidence) {
    Parts.writeCoordinates(out, evidence.cause());
    out.writeString(evidence.modelSha256());
    out.writeDouble(evidence.score());
    Parts.writeDoubles(out, evidence.features());
    out.writeDecimal(evidence.positionSeen().raw());
    Parts.writeOptional(out, evidence.positionSource(), Parts::writeCoordinates);
  }

  static Evidence readEvidence(AvroReader in) {
    return new Evidence(
        Parts.readCoordinates(in),
        in.readString(),
        in.readDouble(),
        Parts.readDoubles(in),
        Parts.readQuantity(in),
        Parts.readOptional(in, Parts::readCoordinates));
  }
}
