package io.tapedeck.schemas.codec;

import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;

/** Approved orders. */
public final class CommandCodec implements Codec<OrderCommand> {
  @Override
  public String schemaName() {
    return "io.tapedeck.order.v1.OrderCommand";
  }

  @Override
  public void write(AvroWriter out, OrderCommand command) {
    out.writeString(command.intent().value());
    out.writeString(command.account().value());
    out.writeString(command.strategy().value());
    out.writeString(command.instrument().value());
    Orders.writeAction(out, command.action());
    out.writeNanos(command.eventNanos());
    out.writeNanos(command.receivedNanos());
    out.writeNanos(command.expiresNanos());
    out.writeLong(command.journalSeq());
    Parts.writeOptional(out, command.mark(), Parts::writePrice);
  }

  @Override
  public OrderCommand read(AvroReader in) {
    return new OrderCommand(
        Ids.intent(in),
        Ids.account(in),
        Ids.strategy(in),
        Ids.instrument(in),
        Orders.readAction(in),
        in.readNanos(),
        in.readNanos(),
        in.readNanos(),
        in.readLong(),
        Parts.readOptional(in, Parts::readPrice));
  }
}
