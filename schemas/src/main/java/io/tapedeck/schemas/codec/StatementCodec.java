package io.tapedeck.schemas.codec;

import io.tapedeck.domain.order.VenueStatement;
import io.tapedeck.domain.order.VenueStatement.Balance;
import io.tapedeck.domain.order.VenueStatement.WorkingOrder;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;

/** Statements of a venue. */
public final class StatementCodec implements Codec<VenueStatement> {
  @Override
  public String schemaName() {
    return "io.tapedeck.order.v1.VenueStatement";
  }

  @Override
  public void write(AvroWriter out, VenueStatement statement) {
    out.writeString(statement.account().value());
    out.writeString(statement.venue());
    out.writeNanos(statement.atNanos());
    Parts.writeList(
        out,
        statement.balances(),
        (o, balance) -> {
          o.writeString(balance.asset());
          o.writeDecimal(balance.total().raw());
        });
    Parts.writeList(out, statement.workingOrders(), StatementCodec::writeWorking);
  }

  private static void writeWorking(AvroWriter out, WorkingOrder order) {
    out.writeString(order.venueOrderId().value());
    Parts.writeOptional(out, order.clientOrderId(), (o, id) -> o.writeString(id.value()));
    out.writeString(order.instrument().value());
    Parts.writeKnownEnum(out, order.side());
    out.writeDecimal(order.leaves().raw());
    Parts.writeOptional(out, order.limitPrice(), Parts::writePrice);
  }

  @Override
  public VenueStatement read(AvroReader in) {
    return new VenueStatement(
        Ids.account(in),
        in.readString(),
        in.readNanos(),
        Parts.readList(in, i -> new Balance(i.readString(), Parts.readQuantity(i))),
        Parts.readList(
            in,
            i ->
                new WorkingOrder(
                    Ids.venueOrder(i),
                    Parts.readOptional(i, Ids::clientOrder),
                    Ids.instrument(i),
                    Parts.readKnownEnum(i, Orders.SIDES),
                    Parts.readQuantity(i),
                    Parts.readOptional(i, Parts::readPrice))));
  }
}
