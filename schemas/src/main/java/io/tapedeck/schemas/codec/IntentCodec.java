package io.tapedeck.schemas.codec;

import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;

/** Order intents. */
public final class IntentCodec implements Codec<OrderIntent> {
  @Override
  public String schemaName() {
    return "io.tapedeck.order.v1.OrderIntent";
  }

  @Override
  public void write(AvroWriter out, OrderIntent intent) {
    out.writeString(intent.id().value());
    out.writeString(intent.account().value());
    out.writeString(intent.strategy().value());
    out.writeString(intent.instrument().value());
    Orders.writeAction(out, intent.action());
    out.writeNanos(intent.eventNanos());
    out.writeNanos(intent.receivedNanos());
    out.writeNanos(intent.expiresNanos());
    Orders.writeEvidence(out, intent.evidence());
  }

  @Override
  public OrderIntent read(AvroReader in) {
    return new OrderIntent(
        Ids.intent(in),
        Ids.account(in),
        Ids.strategy(in),
        Ids.instrument(in),
        Orders.readAction(in),
        in.readNanos(),
        in.readNanos(),
        in.readNanos(),
        Orders.readEvidence(in));
  }
}
