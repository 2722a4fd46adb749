package io.tapedeck.schemas.codec;

import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.Decision.ShadowVerdict;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.avro.UnreadableRecordException;

/** Decisions. */
public final class DecisionCodec implements Codec<Decision> {
  private static final CheckCode[] CODES = CheckCode.values();

  @Override
  public String schemaName() {
    return "io.tapedeck.risk.v1.Decision";
  }

  @Override
  public void write(AvroWriter out, Decision decision) {
    out.writeString(decision.intent().value());
    out.writeString(decision.account().value());
    out.writeString(decision.strategy().value());
    out.writeString(decision.instrument().value());
    Orders.writeAction(out, decision.action());
    out.writeBoolean(decision.approved());
    out.writeLong(decision.journalSeq());
    out.writeLong(decision.accountSeq());
    out.writeNanos(decision.eventNanos());
    Parts.writeList(out, decision.checks(), DecisionCodec::writeCheck);
    Parts.writeOptional(out, decision.mark(), Parts::writePrice);
    Parts.writeOptional(out, decision.markSource(), Parts::writeCoordinates);
    out.writeLong(decision.limitsVersion());
    out.writeString(decision.modelSha256());
    Parts.writeCoordinates(out, decision.source());
    out.writeString(decision.previousHash());
    Parts.writeOptional(out, decision.shadow(), DecisionCodec::writeShadow);
  }

  private static void writeShadow(AvroWriter out, ShadowVerdict shadow) {
    out.writeLong(shadow.limitsVersion());
    out.writeBoolean(shadow.approved());
    Parts.writeList(out, shadow.denials(), Parts::writeEnum);
  }

  private static void writeCheck(AvroWriter out, CheckResult check) {
    Parts.writeEnum(out, check.code());
    out.writeBoolean(check.passed());
    Parts.writeOptional(out, check.observed(), AvroWriter::writeDecimal);
    Parts.writeOptional(out, check.limit(), AvroWriter::writeDecimal);
    Parts.writeOptional(out, check.headroom(), AvroWriter::writeDecimal);
    out.writeString(check.note());
  }

  @Override
  public Decision read(AvroReader in) {
    return new Decision(
        Ids.intent(in),
        Ids.account(in),
        Ids.strategy(in),
        Ids.instrument(in),
        Orders.readAction(in),
        in.readBoolean(),
        in.readLong(),
        in.readLong(),
        in.readNanos(),
        Parts.readList(in, DecisionCodec::readCheck),
        Parts.readOptional(in, Parts::readPrice),
        Parts.readOptional(in, Parts::readCoordinates),
        in.readLong(),
        in.readString(),
        Parts.readCoordinates(in),
        in.readString(),
        Parts.readOptional(in, DecisionCodec::readShadow));
  }

  private static ShadowVerdict readShadow(AvroReader in) {
    return new ShadowVerdict(
        in.readLong(), in.readBoolean(), Parts.readList(in, i -> Parts.readEnum(i, CODES)));
  }

  private static CheckResult readCheck(AvroReader in) {
    CheckCode code = Parts.readEnum(in, CODES);
    boolean passed = in.readBoolean();
    Long observed = Parts.readOptional(in, AvroReader::readDecimal);
    Long limit = Parts.readOptional(in, AvroReader::readDecimal);
    Long headroom = Parts.readOptional(in, AvroReader::readDecimal);
    String note = in.readString();
    try {
      return CheckResult.of(code, passed, observed, limit, headroom, note);
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException(String.valueOf(e.getMessage()), e);
    }
  }
}
