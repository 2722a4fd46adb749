package io.tapedeck.risk.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Side;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The one byte form of an account's state: equal states are equal bytes, so their hash can be
 * compared between machines.
 */
public final class AccountBytes {
  private static final int VERSION = 1;

  private AccountBytes() {}

  /** The bytes of a state. */
  public static byte[] write(AccountState account) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(account.id().value());
      out.writeLong(account.seq);
      out.writeUTF(account.tradingState.name());
      out.writeBoolean(account.quarantined);
      out.writeLong(account.fees.raw());
      out.writeLong(account.dayBase.raw());
      writePositions(out, account);
      writeWorking(out, account);
      out.writeInt(account.seenIntents().size());
      for (Map.Entry<IntentId, Long> seen : account.seenIntents().entrySet()) {
        out.writeUTF(seen.getKey().value());
        out.writeLong(seen.getValue());
      }
      out.writeInt(account.rememberedExecutions().size());
      for (ExecutionId execution : account.rememberedExecutions()) {
        out.writeUTF(execution.value());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }

  private static void writePositions(DataOutputStream out, AccountState account)
      throws IOException {
    out.writeInt(account.positions().size());
    for (Map.Entry<InstrumentId, Position> held : account.positions().entrySet()) {
      out.writeUTF(held.getKey().value());
      out.writeLong(held.getValue().quantity().raw());
      out.writeLong(held.getValue().cost().raw());
      out.writeLong(held.getValue().realised().raw());
    }
  }

  private static void writeWorking(DataOutputStream out, AccountState account) throws IOException {
    out.writeInt(account.working().size());
    for (WorkingOrder order : account.working().values()) {
      out.writeUTF(order.intent().value());
      out.writeUTF(order.instrument().value());
      out.writeBoolean(order.side() == Side.BUY);
      out.writeLong(order.quantity().raw());
      out.writeLong(order.filled().raw());
      out.writeLong(order.reservedPrice().raw());
    }
  }

  /**
   * The state of bytes that {@link #write} gave.
   *
   * @throws IllegalArgumentException if they are no such state
   */
  public static AccountState read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException("account state of version " + version);
      }
      AccountState account = new AccountState(new AccountId(in.readUTF()));
      account.seq = in.readLong();
      account.tradingState = TradingState.valueOf(in.readUTF());
      account.quarantined = in.readBoolean();
      account.fees = new Money(in.readLong());
      account.dayBase = new Money(in.readLong());
      for (int left = in.readInt(); left > 0; left--) {
        account.put(
            new InstrumentId(in.readUTF()),
            new Position(
                new Quantity(in.readLong()), new Money(in.readLong()), new Money(in.readLong())));
      }
      for (int left = in.readInt(); left > 0; left--) {
        account.put(readWorking(in));
      }
      for (int left = in.readInt(); left > 0; left--) {
        account.remember(new IntentId(in.readUTF()), in.readLong());
      }
      for (int left = in.readInt(); left > 0; left--) {
        account.rememberExecution(new ExecutionId(in.readUTF()));
      }
      if (in.read() != -1) {
        throw new IllegalArgumentException("bytes left over after the account state");
      }
      return account;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Failed to deserialize position data: the account state ends early", e);
    }
  }

  private static WorkingOrder readWorking(DataInputStream in) throws IOException {
    return new WorkingOrder(
        new IntentId(in.readUTF()),
        new InstrumentId(in.readUTF()),
        in.readBoolean() ? Side.BUY : Side.SELL,
        new Quantity(in.readLong()),
        new Quantity(in.readLong()),
        new Price(in.readLong()));
  }
}
