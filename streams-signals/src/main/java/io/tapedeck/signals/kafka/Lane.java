package io.tapedeck.signals.kafka;

import io.tapedeck.signals.core.AccountView;
import io.tapedeck.signals.core.InstrumentPipeline;
import io.tapedeck.signals.core.StrategyRun;
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
  private final List<Place> places = new ArrayList<>();

  /** A strategy's run, its key, and the account as it was last compared. */
  static final class Place {
    private final StrategyRun run;
    private final byte[] key;
    private @Nullable AccountView compared;
    private boolean started;

    Place(StrategyRun run, byte[] key) {
      this.run = run;
      this.key = key;
    }

    StrategyRun run() {
      return run;
    }

    /** True if the account, compared by identity, may differ from what the run has seen. */
    @SuppressWarnings("ReferenceEquality") // a quick no; values are compared after a yes
    boolean mayDiffer(@Nullable AccountView now) {
      if (started && compared == now) {
        return false;
      }
      started = true;
      compared = now;
      return true;
    }
  }

  private Lane(byte[] key, InstrumentPipeline pipeline) {
    this.key = key;
    this.pipeline = pipeline;
    Features features = pipeline.features();
    seriesKeys = new byte[features.seriesCount()][];
    for (int i = 0; i < seriesKeys.length; i++) {
      seriesKeys[i] = key("@" + features.series(i).spec().text());
    }
    for (StrategyRun run : pipeline.runs()) {
      places.add(new Place(run, key(run.strategy().id().value())));
    }
  }

  private byte[] key(String part) {
    return (pipeline.instrument().value() + SEPARATOR + part).getBytes(StandardCharsets.UTF_8);
  }

  /** A lane that continues from the store, or begins. */
  static Lane load(byte[] key, InstrumentPipeline pipeline, KeyValueStore<byte[], byte[]> store) {
    Lane lane = new Lane(key, pipeline);
    byte[] features = store.get(key);
    if (features != null) {
      pipeline.read(ByteBuffer.wrap(features));
      for (int i = 0; i < lane.seriesKeys.length; i++) {
        byte[] bars = store.get(lane.seriesKeys[i]);
        if (bars != null) {
          pipeline.features().readSeries(i, ByteBuffer.wrap(bars));
        }
      }
    }
    for (Place place : lane.places) {
      byte[] state = store.get(place.key);
      if (state != null) {
        place.run.restore(state);
      }
    }
    return lane;
  }

  byte[] key() {
    return key;
  }

  InstrumentPipeline pipeline() {
    return pipeline;
  }

  List<Place> places() {
    return places;
  }

  /** Puts what the tick changed. */
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
