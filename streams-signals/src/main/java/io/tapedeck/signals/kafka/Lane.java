package io.tapedeck.signals.kafka;

import io.tapedeck.domain.signal.StrategyObservation.OrderSeen;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.signals.core.AccountView;
import io.tapedeck.signals.core.InstrumentPipeline;
import io.tapedeck.signals.core.StrategyRun;
import io.tapedeck.signals.core.Surroundings;
import io.tapedeck.signals.core.feature.BarSeries;
import io.tapedeck.signals.core.feature.Features;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A live pipeline and its place in the store: features under the instrument's key, each bar series
 * and each strategy under the key with its name behind, so that a changed config leaves the rest as
 * it is.
 */
final class Lane {
  private static final char SEPARATOR = '\n';

  private final byte[] key;
  private final byte[][] seriesKeys;
  private final InstrumentPipeline pipeline;
  private final Outputs outputs;
  private final List<Place> places = new ArrayList<>();

  /** A strategy's run, its key, and what was around it when it was last compared. */
  static final class Place {
    private final StrategyRun run;
    private final byte[] key;
    private final OrderInboxes.Inbox inbox;
    private final StrategyWatch.Watched watched;
    private @Nullable AccountView account;
    private long switches = -1;
    private boolean started;

    Place(StrategyRun run, byte[] key, OrderInboxes.Inbox inbox, StrategyWatch.Watched watched) {
      this.run = run;
      this.key = key;
      this.inbox = inbox;
      this.watched = watched;
    }

    StrategyRun run() {
      return run;
    }

    StrategyWatch.Watched watched() {
      return watched;
    }

    /** What may differ from what the run has seen; null, cheaply, if nothing can. */
    @SuppressWarnings("ReferenceEquality") // a quick no; values are compared after a yes
    @Nullable Surroundings around(AccountViews accounts, StrategySwitches strategies) {
      AccountView now = accounts.of(run.strategy().account());
      long version = strategies.version();
      boolean news = inbox.end() > run.seen().ordersBefore();
      if (started && account == now && switches == version && !news) {
        return null;
      }
      started = true;
      account = now;
      switches = version;
      List<OrderSeen> orders = news ? inbox.from(run.seen().ordersBefore()) : List.of();
      Coordinates disabled = strategies.disabled(run.strategy().id());
      return new Surroundings(now, disabled, orders);
    }
  }

  /** A lane that continues from the store, or begins. */
  Lane(
      byte[] key,
      InstrumentPipeline pipeline,
      Outputs outputs,
      KeyValueStore<byte[], byte[]> store,
      SignalWiring wiring) {
    this.key = key;
    this.pipeline = pipeline;
    this.outputs = outputs;
    Features features = pipeline.features();
    seriesKeys = new byte[features.seriesCount()][];
    for (int i = 0; i < seriesKeys.length; i++) {
      seriesKeys[i] = key("@" + features.series(i).spec().text());
    }
    for (StrategyRun run : pipeline.runs()) {
      places.add(
          new Place(
              run,
              key(run.strategy().id().value()),
              wiring.orders().of(run.strategy().account(), pipeline.instrument()),
              wiring.watch().of(run.strategy().id())));
    }
    load(store);
  }

  private byte[] key(String part) {
    return (pipeline.instrument().value() + SEPARATOR + part).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a key of the store is an instrument's own. */
  static boolean isInstrument(byte[] key) {
    for (byte one : key) {
      if (one == SEPARATOR) {
        return false;
      }
    }
    return true;
  }

  private void load(KeyValueStore<byte[], byte[]> store) {
    byte[] features = store.get(key);
    if (features != null) {
      pipeline.read(ByteBuffer.wrap(features));
      for (int i = 0; i < seriesKeys.length; i++) {
        byte[] bars = store.get(seriesKeys[i]);
        if (bars != null) {
          pipeline.features().readSeries(i, ByteBuffer.wrap(bars));
        }
      }
    }
    for (Place place : places) {
      byte[] state = store.get(place.key);
      if (state != null) {
        place.run.restore(state);
      }
    }
  }

  byte[] key() {
    return key;
  }

  InstrumentPipeline pipeline() {
    return pipeline;
  }

  Outputs outputs() {
    return outputs;
  }

  List<Place> places() {
    return places;
  }

  /** The strategies came back from a tick. */
  void decided(long millis) {
    for (int i = 0; i < places.size(); i++) {
      places.get(i).watched.decided(millis);
    }
  }

  /** Puts what changed. */
  void save(KeyValueStore<byte[], byte[]> store) {
    ByteBuffer bytes = ByteBuffer.allocate(InstrumentPipeline.BYTES);
    pipeline.write(bytes);
    store.put(key, bytes.array());
    for (int i = 0; i < seriesKeys.length; i++) {
      BarSeries series = pipeline.features().series(i);
      if (series.takeChanged()) {
        ByteBuffer bars = ByteBuffer.allocate(BarSeries.BYTES);
        series.write(bars);
        store.put(seriesKeys[i], bars.array());
      }
    }
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      if (place.run.takeChanged()) {
        store.put(place.key, place.run.toBytes());
      }
    }
  }
}
