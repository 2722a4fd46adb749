package io.tapedeck.signals.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.domain.signal.StrategyObservation.ControlSeen;
import io.tapedeck.domain.signal.StrategyObservation.PositionSeen;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.signals.core.AccountView.Holding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy has seen besides ticks, exactly as its journal says. It decides on this, never on
 * the account itself.
 */
public final class Seen {
  private static final TradingState[] STATES = TradingState.values();

  private Quantity position = Quantity.ZERO;
  private @Nullable Price averagePrice;
  private @Nullable Coordinates positionSource;
  private TradingState state = TradingState.ACTIVE;
  private long ordersBefore;

  /** Signed position; zero before the first observation. */
  public Quantity position() {
    return position;
  }

  /** Mean price of the position; null for none. */
  public @Nullable Price averagePrice() {
    return averagePrice;
  }

  /** Where the position was read; null before the first observation. */
  public @Nullable Coordinates positionSource() {
    return positionSource;
  }

  /** What it may do; active before the first observation, halted while it is switched off. */
  public TradingState state() {
    return state;
  }

  /** Order events before this offset of the account's partition were looked at. */
  public long ordersBefore() {
    return ordersBefore;
  }

  void ordersBefore(long offset) {
    ordersBefore = offset;
  }

  /** What a strategy would see of its account now and has not seen yet. */
  List<StrategyObservation> unseen(InstrumentId instrument, AccountId owner, Surroundings around) {
    List<StrategyObservation> unseen = new ArrayList<>();
    AccountView account = around.account();
    if (account != null) {
      Holding now = account.position(instrument);
      if (!now.quantity().equals(position)) {
        unseen.add(
            new PositionSeen(
                account.account(),
                now.quantity(),
                account.accountSeq(),
                account.source(),
                now.averagePrice()));
      }
    }
    Coordinates disabled = around.disabled();
    if (disabled != null && state != TradingState.HALTED) {
      unseen.add(new ControlSeen(owner, TradingState.HALTED, disabled));
    } else if (disabled == null && account != null && account.state() != state) {
      unseen.add(new ControlSeen(owner, account.state(), account.source()));
    }
    return unseen;
  }

  void apply(StrategyObservation observation) {
    if (observation instanceof PositionSeen seen) {
      position = seen.position();
      averagePrice = seen.averagePrice();
      positionSource = seen.source();
    } else if (observation instanceof ControlSeen seen) {
      state = seen.state();
    }
  }

  int bytes() {
    int topic = positionSource == null ? 0 : utf8(positionSource.topic()).length;
    return 3 * Long.BYTES + 1 + 2 + topic + Integer.BYTES + Long.BYTES;
  }

  @SuppressWarnings("EnumOrdinal") // written and read by this class only
  void write(ByteBuffer out) {
    out.putLong(position.raw()).putLong(averagePrice == null ? 0 : averagePrice.raw());
    out.putLong(ordersBefore).put((byte) state.ordinal());
    Coordinates source = positionSource;
    byte[] topic = utf8(source == null ? "" : source.topic());
    out.putShort((short) topic.length).put(topic);
    out.putInt(source == null ? 0 : source.partition());
    out.putLong(source == null ? 0 : source.offset());
  }

  void read(ByteBuffer in) {
    position = new Quantity(in.getLong());
    long average = in.getLong();
    averagePrice = average == 0 ? null : new Price(average);
    ordersBefore = in.getLong();
    state = STATES[in.get()];
    byte[] name = new byte[in.getShort()];
    in.get(name);
    String topic = new String(name, StandardCharsets.UTF_8);
    int partition = in.getInt();
    long offset = in.getLong();
    positionSource = topic.isEmpty() ? null : new Coordinates(topic, partition, offset);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
