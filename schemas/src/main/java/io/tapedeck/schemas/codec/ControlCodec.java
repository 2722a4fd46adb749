package io.tapedeck.schemas.codec;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.money.Money;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;

/** Control commands. */
public final class ControlCodec implements Codec<ControlCommand> {
  private static final ControlAction[] ACTIONS = ControlAction.values();

  @Override
  public String schemaName() {
    return "io.tapedeck.control.v1.ControlCommand";
  }

  @Override
  public void write(AvroWriter out, ControlCommand command) {
    out.writeString(command.id());
    Parts.writeOptional(out, command.account(), (o, id) -> o.writeString(id.value()));
    Parts.writeEnum(out, command.action());
    Parts.writeOptional(out, command.instrument(), (o, id) -> o.writeString(id.value()));
    out.writeString(command.actor());
    out.writeString(command.reason());
    out.writeNanos(command.atNanos());
    Parts.writeOptional(out, command.strategy(), (o, id) -> o.writeString(id.value()));
    Parts.writeOptional(out, command.amount(), (o, amount) -> o.writeDecimal(amount.raw()));
    Parts.writeOptional(out, command.model(), AvroWriter::writeString);
    Parts.writeOptional(out, command.modelSha256(), AvroWriter::writeString);
  }

  @Override
  public ControlCommand read(AvroReader in) {
    ControlCommand command =
        new ControlCommand(
            in.readString(),
            Parts.readOptional(in, Ids::account),
            Parts.readEnum(in, ACTIONS),
            Parts.readOptional(in, Ids::instrument),
            in.readString(),
            in.readString(),
            in.readNanos(),
            Parts.readOptional(in, Ids::strategy),
            Parts.readOptional(in, i -> new Money(i.readDecimal())),
            Parts.readOptional(in, AvroReader::readString),
            Parts.readOptional(in, AvroReader::readString));
    if (command.action() == ControlAction.UNKNOWN) {
      throw new UnreadableRecordException("a control action that this build does not know");
    }
    return command;
  }
}
