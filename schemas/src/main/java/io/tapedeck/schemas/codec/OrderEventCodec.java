package io.tapedeck.schemas.codec;

import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;

/** Order events. */
public final class OrderEventCodec implements Codec<OrderEvent> {
  private static final OrderEventKind[] KINDS = OrderEventKind.values();

  @Override
  public String schemaName() {
    return "io.tapedeck.order.v1.OrderEvent";
  }

  @Override
  public void write(AvroWriter out, OrderEvent event) {
    out.writeString(event.account().value());
    Parts.writeOptional(out, event.intent(), (o, id) -> o.writeString(id.value()));
    out.writeString(event.instrument().value());
    Parts.writeEnum(out, event.kind());
    Parts.writeOptional(out, event.clientOrderId(), (o, id) -> o.writeString(id.value()));
    Parts.writeOptional(out, event.venueOrderId(), (o, id) -> o.writeString(id.value()));
    out.writeNanos(event.venueNanos());
    out.writeNanos(event.receivedNanos());
    Parts.writeOptional(out, event.execution(), OrderEventCodec::writeExecution);
    Parts.writeOptional(out, event.leaves(), Parts::writeQuantity);
    Parts.writeOptional(out, event.quantity(), Parts::writeQuantity);
    Parts.writeOptional(out, event.limitPrice(), Parts::writePrice);
    out.writeString(event.reason());
    Parts.writeOptional(out, event.correctedExecution(), OrderEventCodec::writeExecution);
  }

  @Override
  public OrderEvent read(AvroReader in) {
    OrderEvent event =
        new OrderEvent(
            Ids.account(in),
            Parts.readOptional(in, Ids::intent),
            Ids.instrument(in),
            Parts.readEnum(in, KINDS),
            Parts.readOptional(in, Ids::clientOrder),
            Parts.readOptional(in, Ids::venueOrder),
            in.readNanos(),
            in.readNanos(),
            Parts.readOptional(in, OrderEventCodec::readExecution),
            Parts.readOptional(in, Parts::readQuantity),
            Parts.readOptional(in, Parts::readQuantity),
            Parts.readOptional(in, Parts::readPrice),
            in.readString(),
            Parts.readOptional(in, OrderEventCodec::readExecution));
    if (event.kind() == OrderEventKind.UNKNOWN) {
      throw new UnreadableRecordException("a kind of order event that this build does not know");
    }
    if (isExecution(event.kind()) != (event.execution() != null)) {
      throw new UnreadableRecordException(
          "an execution is there exactly when the kind is FILLED, TRADE_CANCELED or TRADE_CORRECTED");
    }
    if ((event.kind() == OrderEventKind.TRADE_CORRECTED) != (event.correctedExecution() != null)) {
      throw new UnreadableRecordException(
          "what is corrected is there exactly when the kind is TRADE_CORRECTED");
    }
    return event;
  }

  private static boolean isExecution(OrderEventKind kind) {
    return kind == OrderEventKind.FILLED
        || kind == OrderEventKind.TRADE_CANCELED
        || kind == OrderEventKind.TRADE_CORRECTED;
  }

  private static void writeExecution(AvroWriter out, Execution execution) {
    out.writeString(execution.id().value());
    Parts.writeKnownEnum(out, execution.side());
    out.writeDecimal(execution.quantity().raw());
    out.writeDecimal(execution.price().raw());
    out.writeDecimal(execution.fee().raw());
    out.writeString(execution.feeCurrency());
    out.writeBoolean(execution.maker());
  }

  private static Execution readExecution(AvroReader in) {
    String id = in.readString();
    if (id.isBlank()) {
      throw new UnreadableRecordException("an execution without id");
    }
    return new Execution(
        new ExecutionId(id),
        Parts.readKnownEnum(in, Orders.SIDES),
        Parts.readQuantity(in),
        Parts.readPrice(in),
        new Money(in.readDecimal()),
        in.readString(),
        in.readBoolean());
  }
}
