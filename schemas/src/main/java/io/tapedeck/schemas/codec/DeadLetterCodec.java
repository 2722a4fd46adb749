package io.tapedeck.schemas.codec;

import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;

/** Dead letters. */
public final class DeadLetterCodec implements Codec<DeadLetter> {
  @Override
  public String schemaName() {
    return "io.tapedeck.tape.v1.DeadLetter";
  }

  @Override
  public void write(AvroWriter out, DeadLetter letter) {
    Parts.writeCoordinates(out, letter.source());
    out.writeString(letter.service());
    out.writeString(letter.reason());
    Parts.writeOptional(out, letter.key(), AvroWriter::writeBytes);
    Parts.writeOptional(out, letter.value(), AvroWriter::writeBytes);
    out.writeNanos(letter.atNanos());
  }

  @Override
  public DeadLetter read(AvroReader in) {
    return new DeadLetter(
        Parts.readCoordinates(in),
        in.readString(),
        in.readString(),
        Parts.readOptional(in, AvroReader::readBytes),
        Parts.readOptional(in, AvroReader::readBytes),
        in.readNanos());
  }
}
