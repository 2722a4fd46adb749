package io.tapedeck.risk.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an account's state as bytes: a header, and one part for each position and working
 * order. A step stores the parts that it changed.
 */
final class AccountParts {
  private static final int VERSION = 2;

  private AccountParts() {}

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private static byte[] write(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }

  private static <T> T read(byte[] bytes, Reading<T> reading) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      T value = reading.from(in);
      if (in.read() != -1) {
        throw new IllegalArgumentException("bytes left over after the account state");
      }
      return value;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Failed to deserialize position data: the account state ends early", e);
    }
  }

  static byte[] header(AccountState account) {
    return write(
        out -> {
          out.writeByte(VERSION);
          out.writeUTF(account.id().value());
          out.writeLong(account.seq);
          out.writeUTF(account.tradingState.name());
          out.writeBoolean(account.quarantined);
          out.writeLong(account.deposits.raw());
          out.writeLong(account.dayBase.raw());
          out.writeLong(account.weekBase.raw());
          out.writeLong(account.monthBase.raw());
          out.writeLong(account.peakEquity.raw());
          out.writeBoolean(account.peakKnown);
          out.writeLong(account.tradesToday);
          out.writeLong(account.consecutiveLosses);
          out.writeLong(account.messages.tokens());
          out.writeLong(account.messages.atNanos());
          breaker(out, account.breaker);
          out.writeInt(account.fees.size());
          for (Map.Entry<String, Money> fee : account.fees.entrySet()) {
            out.writeUTF(fee.getKey());
            out.writeLong(fee.getValue().raw());
          }
          out.writeInt(account.disabled.size());
          for (StrategyId strategy : account.disabled) {
            out.writeUTF(strategy.value());
          }
          out.writeInt(account.closings.size());
          for (Map.Entry<InstrumentId, Closing> closing : account.closings.entrySet()) {
            out.writeUTF(closing.getKey().value());
            out.writeUTF(closing.getValue().command());
            out.writeUTF(closing.getValue().actor());
            out.writeLong(closing.getValue().atNanos());
            out.writeInt(closing.getValue().attempts());
          }
          List<RecentOrders.Equal> recent = account.recent.all();
          out.writeInt(recent.size());
          for (RecentOrders.Equal order : recent) {
            equalOrders(out, order);
          }
          List<ExecutionId> executions = account.rememberedExecutions();
          out.writeInt(executions.size());
          for (ExecutionId execution : executions) {
            out.writeUTF(execution.value());
          }
        });
  }

  static void breaker(DataOutputStream out, Breaker breaker) throws IOException {
    out.writeBoolean(breaker.tripped());
    out.writeUTF(breaker.reason());
    out.writeLong(breaker.sinceNanos());
    out.writeLong(breaker.untilNanos());
    out.writeBoolean(breaker.armed());
  }

  static Breaker breaker(DataInputStream in) throws IOException {
    return new Breaker(
        in.readBoolean(), in.readUTF(), in.readLong(), in.readLong(), in.readBoolean());
  }

  private static void equalOrders(DataOutputStream out, RecentOrders.Equal order)
      throws IOException {
    out.writeUTF(order.strategy().value());
    out.writeUTF(order.instrument().value());
    out.writeBoolean(order.side() == Side.BUY);
    out.writeLong(order.quantity().raw());
    out.writeLong(order.firstNanos());
    out.writeLong(order.lastNanos());
    optional(out, order.lastLimit());
    out.writeInt(order.count());
  }

  private static void optional(DataOutputStream out, @Nullable Price price) throws IOException {
    out.writeBoolean(price != null);
    out.writeLong(price == null ? 0 : price.raw());
  }

  private static @Nullable Price optional(DataInputStream in) throws IOException {
    boolean there = in.readBoolean();
    long raw = in.readLong();
    return there ? new Price(raw) : null;
  }

  /**
   * An account from its header, without positions and orders.
   *
   * @throws IllegalArgumentException if the bytes are no such header
   */
  static AccountState readHeader(byte[] bytes) {
    return read(bytes, AccountParts::readHeader);
  }

  private static AccountState readHeader(DataInputStream in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "Failed to deserialize position data: an account state of version " + version);
    }
    AccountState account = new AccountState(new AccountId(in.readUTF()));
    account.seq = in.readLong();
    account.tradingState = TradingState.valueOf(in.readUTF());
    account.quarantined = in.readBoolean();
    account.deposits = new Money(in.readLong());
    account.dayBase = new Money(in.readLong());
    account.weekBase = new Money(in.readLong());
    account.monthBase = new Money(in.readLong());
    account.peakEquity = new Money(in.readLong());
    account.peakKnown = in.readBoolean();
    account.tradesToday = in.readLong();
    account.consecutiveLosses = in.readLong();
    account.messages = new TokenBucket(in.readLong(), in.readLong());
    account.breaker = breaker(in);
    for (int left = in.readInt(); left > 0; left--) {
      account.fees.put(in.readUTF(), new Money(in.readLong()));
    }
    for (int left = in.readInt(); left > 0; left--) {
      account.disabled.add(new StrategyId(in.readUTF()));
    }
    for (int left = in.readInt(); left > 0; left--) {
      account.closings.put(
          new InstrumentId(in.readUTF()),
          new Closing(in.readUTF(), in.readUTF(), in.readLong(), in.readInt()));
    }
    for (int left = in.readInt(); left > 0; left--) {
      account.recent.restore(
          new RecentOrders.Equal(
              new StrategyId(in.readUTF()),
              new InstrumentId(in.readUTF()),
              in.readBoolean() ? Side.BUY : Side.SELL,
              new Quantity(in.readLong()),
              in.readLong(),
              in.readLong(),
              optional(in),
              in.readInt()));
    }
    for (int left = in.readInt(); left > 0; left--) {
      account.rememberExecution(new ExecutionId(in.readUTF()));
    }
    return account;
  }

  static byte[] position(Position position) {
    return write(
        out -> {
          out.writeLong(position.quantity().raw());
          out.writeLong(position.cost().raw());
          out.writeLong(position.realised().raw());
          out.writeLong(position.realisedBefore().raw());
        });
  }

  static Position readPosition(byte[] bytes) {
    return read(
        bytes,
        in ->
            new Position(
                new Quantity(in.readLong()),
                new Money(in.readLong()),
                new Money(in.readLong()),
                new Money(in.readLong())));
  }

  static byte[] order(WorkingOrder order) {
    return write(
        out -> {
          out.writeUTF(order.intent().value());
          out.writeUTF(order.instrument().value());
          out.writeBoolean(order.side() == Side.BUY);
          out.writeUTF(order.type().name());
          out.writeLong(order.quantity().raw());
          out.writeLong(order.filled().raw());
          optional(out, order.limitPrice());
          out.writeLong(order.reservedPrice().raw());
          out.writeInt(order.replaces());
          out.writeLong(order.asked().raw());
          out.writeLong(order.askedPrice().raw());
        });
  }

  static WorkingOrder readOrder(byte[] bytes) {
    return read(
        bytes,
        in ->
            new WorkingOrder(
                new IntentId(in.readUTF()),
                new InstrumentId(in.readUTF()),
                in.readBoolean() ? Side.BUY : Side.SELL,
                OrderType.valueOf(in.readUTF()),
                new Quantity(in.readLong()),
                new Quantity(in.readLong()),
                optional(in),
                new Price(in.readLong()),
                in.readInt(),
                new Quantity(in.readLong()),
                new Price(in.readLong())));
  }
}
