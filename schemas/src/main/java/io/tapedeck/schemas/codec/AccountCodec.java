package io.tapedeck.schemas.codec;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.AccountSnapshot.Figures;
import io.tapedeck.domain.risk.AccountSnapshot.PositionLine;
import io.tapedeck.domain.risk.AccountSnapshot.WorkingLine;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;

/** Account snapshots. */
public final class AccountCodec implements Codec<AccountSnapshot> {
  private static final TradingState[] STATES = TradingState.values();

  @Override
  public String schemaName() {
    return "io.tapedeck.risk.v1.AccountSnapshot";
  }

  @Override
  public void write(AvroWriter out, AccountSnapshot account) {
    out.writeString(account.account().value());
    out.writeLong(account.journalSeq());
    out.writeLong(account.accountSeq());
    out.writeNanos(account.eventNanos());
    Parts.writeKnownEnum(out, account.tradingState());
    out.writeBoolean(account.quarantined());
    out.writeDecimal(account.realisedPnl().raw());
    out.writeDecimal(account.unrealisedPnl().raw());
    out.writeDecimal(account.dayPnl().raw());
    out.writeDecimal(account.fees().raw());
    out.writeDecimal(account.exposure().raw());
    Parts.writeList(out, account.positions(), AccountCodec::writePosition);
    Parts.writeList(out, account.workingOrders(), AccountCodec::writeWorking);
    out.writeString(account.stateHash());
    Parts.writeOptional(out, account.figures(), AccountCodec::writeFigures);
  }

  private static void writeFigures(AvroWriter out, Figures figures) {
    out.writeDecimal(figures.equity().raw());
    out.writeDecimal(figures.cash().raw());
    out.writeDecimal(figures.peakEquity().raw());
    out.writeDecimal(figures.weekPnl().raw());
    out.writeDecimal(figures.monthPnl().raw());
    out.writeLong(figures.tradesToday());
    out.writeLong(figures.consecutiveLosses());
    out.writeBoolean(figures.breakerTripped());
    out.writeString(figures.breakerReason());
    Parts.writeList(out, figures.disabledStrategies(), (o, id) -> o.writeString(id.value()));
  }

  private static Figures readFigures(AvroReader in) {
    return new Figures(
        new Money(in.readDecimal()),
        new Money(in.readDecimal()),
        new Money(in.readDecimal()),
        new Money(in.readDecimal()),
        new Money(in.readDecimal()),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        in.readString(),
        Parts.readList(in, Ids::strategy));
  }

  private static void writePosition(AvroWriter out, PositionLine line) {
    out.writeString(line.instrument().value());
    out.writeDecimal(line.quantity().raw());
    out.writeDecimal(line.averagePrice().raw());
    Parts.writeOptional(out, line.mark(), Parts::writePrice);
    out.writeDecimal(line.realisedPnl().raw());
    out.writeDecimal(line.unrealisedPnl().raw());
  }

  private static void writeWorking(AvroWriter out, WorkingLine line) {
    out.writeString(line.intent().value());
    out.writeString(line.instrument().value());
    Parts.writeKnownEnum(out, line.side());
    out.writeDecimal(line.leaves().raw());
    out.writeDecimal(line.reservedPrice().raw());
  }

  @Override
  public AccountSnapshot read(AvroReader in) {
    return new AccountSnapshot(
        Ids.account(in),
        in.readLong(),
        in.readLong(),
        in.readNanos(),
        Parts.readKnownEnum(in, STATES),
        in.readBoolean(),
        new Money(in.readDecimal()),
        new Money(in.readDecimal()),
        new Money(in.readDecimal()),
        new Money(in.readDecimal()),
        new Money(in.readDecimal()),
        Parts.readList(
            in,
            i ->
                new PositionLine(
                    Ids.instrument(i),
                    Parts.readQuantity(i),
                    Parts.readPrice(i),
                    Parts.readOptional(i, Parts::readPrice),
                    new Money(i.readDecimal()),
                    new Money(i.readDecimal()))),
        Parts.readList(
            in,
            i ->
                new WorkingLine(
                    Ids.intent(i),
                    Ids.instrument(i),
                    Parts.readKnownEnum(i, Orders.SIDES),
                    Parts.readQuantity(i),
                    Parts.readPrice(i))),
        in.readString(),
        Parts.readOptional(in, AccountCodec::readFigures));
  }
}
