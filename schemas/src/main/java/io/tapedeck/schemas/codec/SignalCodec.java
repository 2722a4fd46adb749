package io.tapedeck.schemas.codec;

import io.tapedeck.domain.signal.Signal;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;

/** Signals. */
public final class SignalCodec implements Codec<Signal> {
  @Override
  public String schemaName() {
    return "io.tapedeck.signal.v1.Signal";
  }

  @Override
  public void write(AvroWriter out, Signal signal) {
    out.writeString(signal.instrument().value());
    out.writeNanos(signal.eventNanos());
    out.writeNanos(signal.receivedNanos());
    out.writeDouble(signal.score());
    Parts.writeDoubles(out, signal.features());
    out.writeString(signal.modelSha256());
    Parts.writeCoordinates(out, signal.tick());
  }

  @Override
  public Signal read(AvroReader in) {
    return new Signal(
        Ids.instrument(in),
        in.readNanos(),
        in.readNanos(),
        in.readDouble(),
        Parts.readDoubles(in),
        in.readString(),
        Parts.readCoordinates(in));
  }
}
