package io.tapedeck.schemas.codec;

import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;

/** Entries of the executor journal. */
public final class ClaimCodec implements Codec<ClaimEntry> {
  private static final ClaimState[] STATES = ClaimState.values();

  @Override
  public String schemaName() {
    return "io.tapedeck.order.v1.ClaimEntry";
  }

  @Override
  public void write(AvroWriter out, ClaimEntry entry) {
    out.writeString(entry.intent().value());
    out.writeString(entry.account().value());
    out.writeString(entry.instrument().value());
    Orders.writeAction(out, entry.action());
    Parts.writeKnownEnum(out, entry.state());
    out.writeString(entry.clientOrderId().value());
    out.writeLong(entry.attempt());
    out.writeNanos(entry.atNanos());
    out.writeNanos(entry.notAfterNanos());
    out.writeString(entry.bodySha256());
    Parts.writeOptional(out, entry.venueOrderId(), (o, id) -> o.writeString(id.value()));
    out.writeString(entry.reason());
    Parts.writeCoordinates(out, entry.command());
  }

  @Override
  public ClaimEntry read(AvroReader in) {
    return new ClaimEntry(
        Ids.intent(in),
        Ids.account(in),
        Ids.instrument(in),
        Orders.readAction(in),
        Parts.readKnownEnum(in, STATES),
        Ids.clientOrder(in),
        in.readInt(),
        in.readNanos(),
        in.readNanos(),
        in.readString(),
        Parts.readOptional(in, Ids::venueOrder),
        in.readString(),
        Parts.readCoordinates(in));
  }
}
