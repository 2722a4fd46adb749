package io.tapedeck.signals.core;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.signal.StrategyObservation;
import io.tapedeck.domain.signal.StrategyObservation.ControlSeen;
import io.tapedeck.domain.signal.StrategyObservation.ModelSwitched;
import io.tapedeck.domain.signal.StrategyObservation.PositionSeen;
import io.tapedeck.domain.tape.Coordinates;
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
  private @Nullable Coordinates positionSource;
  private TradingState state = TradingState.ACTIVE;
  private String modelSha256 = "";

  /** Signed position; zero before the first observation. */
  public Quantity position() {
    return position;
  }

  /** Where the position was read; null before the first observation. */
  public @Nullable Coordinates positionSource() {
    return positionSource;
  }

  /** The account's trading state; active before the first observation. */
  public TradingState state() {
    return state;
  }

  String modelSha256() {
    return modelSha256;
  }

  /** What a strategy would see now and has not seen yet. */
  List<StrategyObservation> unseen(InstrumentId instrument, @Nullable AccountView account) {
    List<StrategyObservation> unseen = new ArrayList<>();
    if (account != null) {
      Quantity now = account.position(instrument);
      if (!now.equals(position)) {
        unseen.add(
            new PositionSeen(account.account(), now, account.accountSeq(), account.source(), null));
      }
      if (account.state() != state) {
        unseen.add(new ControlSeen(account.account(), account.state(), account.source()));
      }
    }
    return unseen;
  }

  void apply(StrategyObservation observation) {
    if (observation instanceof PositionSeen seen) {
      position = seen.position();
      positionSource = seen.source();
    } else if (observation instanceof ControlSeen seen) {
      state = seen.state();
    } else if (observation instanceof ModelSwitched switched) {
      modelSha256 = switched.modelSha256();
    }
  }

  int bytes() {
    int topic = positionSource == null ? 0 : utf8(positionSource.topic()).length;
    return 8 + 1 + 2 + utf8(modelSha256).length + 2 + topic + 4 + 8;
  }

  @SuppressWarnings("EnumOrdinal") // written and read by this class only
  void write(ByteBuffer out) {
    out.putLong(position.raw()).put((byte) state.ordinal());
    putText(out, modelSha256);
    Coordinates source = positionSource;
    putText(out, source == null ? "" : source.topic());
    out.putInt(source == null ? 0 : source.partition());
    out.putLong(source == null ? 0 : source.offset());
  }

  void read(ByteBuffer in) {
    position = new Quantity(in.getLong());
    state = STATES[in.get()];
    modelSha256 = text(in);
    String topic = text(in);
    int partition = in.getInt();
    long offset = in.getLong();
    positionSource = topic.isEmpty() ? null : new Coordinates(topic, partition, offset);
  }

  private static void putText(ByteBuffer out, String text) {
    byte[] bytes = utf8(text);
    out.putShort((short) bytes.length).put(bytes);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getShort()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
