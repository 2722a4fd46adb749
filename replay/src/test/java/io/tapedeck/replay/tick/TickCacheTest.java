package io.tapedeck.replay.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.ingest.file.NeutralCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TickCacheTest {
  private static final Map<String, Object> KEY = Map.of("of", "a test");

  @TempDir Path folder;

  @Property(tries = 12)
  void holdsEveryTickAsItWas(@ForAll long seed, @ForAll @IntRange(max = 20_000) int count)
      throws IOException {
    Path here = Files.createTempDirectory("tick-cache");
    Ticks written = Ticks.walk(seed, count);
    try (TickCache cache = new TickCaches(here).of(KEY, written::source, done -> {})) {
      assertThat(cache.size()).isEqualTo(count);
      assertThat(texts(cache.ticks())).isEqualTo(texts(written.source()));
      assertThat(cache.ticks().ranges()).isEqualTo(written.source().ranges());
      assertThat(cache.ticks().lanes()).isEqualTo(written.source().lanes());
    }
  }

  private static List<String> texts(TickSource source) {
    List<String> texts = new ArrayList<>();
    TapeTick tick = new TapeTick();
    while (source.next(tick)) {
      texts.add(Ticks.text(tick));
    }
    return texts;
  }

  @Test
  void holdsWhatIsNeitherQuoteNorTrade() {
    Ticks written =
        new Ticks()
            .quote(0, "1", "1", "2", "1")
            .status(1, TradingStatus.HALTED)
            .quote(2, "1", "1", "2", "1");

    try (TickCache cache = new TickCaches(folder).of(KEY, written::source, done -> {})) {
      assertThat(texts(cache.ticks())).isEqualTo(texts(written.source()));
    }
  }

  @Test
  void readsTheSourceOnceAndTheFileAfterThat() {
    AtomicInteger reads = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      new TickCaches(folder)
          .of(
              KEY,
              () -> {
                reads.incrementAndGet();
                return Ticks.walk(1, 100).source();
              },
              done -> {})
          .close();
    }
    assertThat(reads).hasValue(1);
  }

  @Test
  void everyDamageIsFoundAndTheFileMadeAnew() throws IOException {
    TickCaches caches = new TickCaches(folder);
    String sha256;
    try (TickCache cache = caches.of(KEY, Ticks.walk(7, 500)::source, done -> {})) {
      sha256 = cache.ticksSha256();
    }
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    String key = TickCache.key(Map.of());
    for (int at = 0; at < whole.length; at += 97) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> TickCache.open(file, key))
          .isInstanceOf(DamagedCacheException.class)
          .hasMessageContaining("hash");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    try (TickCache again = caches.of(KEY, Ticks.walk(7, 500)::source, done -> {})) {
      assertThat(again.ticksSha256()).isEqualTo(sha256);
      assertThat(Files.readAllBytes(onlyFile())).isEqualTo(whole);
    }
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .reduce(
              (a, b) -> {
                throw new AssertionError("several files: " + a + ", " + b);
              })
          .orElseThrow();
    }
  }

  @Test
  void anotherFileIsAnotherTapeWhateverItsName() throws IOException {
    Path csv = folder.resolve("tape.csv");
    TickCaches caches = new TickCaches(folder.resolve("cache"));
    String header = NeutralCsv.HEADER + "\n";
    Files.writeString(csv, header + "5,,BTC/USD,quote,1,1,2,1,,,,\n");
    String first = sha256(caches, csv);
    Files.writeString(csv, header + "5,,BTC/USD,quote,1,1,3,1,,,,\n");
    String second = sha256(caches, csv);
    Files.move(csv, folder.resolve("other.csv"));
    String renamed = sha256(caches, folder.resolve("other.csv"));

    assertThat(second).isNotEqualTo(first).isEqualTo(renamed);
  }

  private static String sha256(TickCaches caches, Path csv) {
    try (TickCache cache = caches.ofCsv(csv, "KRAKEN", done -> {})) {
      return cache.ticksSha256();
    }
  }

  @Test
  void aBadRowIsNamedLeftOutAndKeepsItsOffset() throws IOException {
    Path csv = folder.resolve("tape.csv");
    Files.writeString(
        csv,
        NeutralCsv.HEADER
            + "\n5,,BTC/USD,quote,1,1,2,1,,,,\n6,,BTC/USD,quote,x,1,2,1,,,,\n"
            + "7,,BTC/USD,trade,,,,,2,1,buy,9\n");

    try (TickCache cache = new TickCaches(folder.resolve("cache")).ofCsv(csv, "KRAKEN", n -> {})) {
      assertThat(cache.leftOut()).hasSize(1);
      assertThat(cache.leftOut().get(0)).startsWith("tape.csv:3: bid_price");
      assertThat(texts(cache.ticks())).hasSize(2).last().asString().startsWith("TRADE 0 2 7 7 9");
    }
  }

  @Test
  void whatIsNoTapeIsRefusedWithTheReason() throws IOException {
    Path csv = folder.resolve("other.csv");
    Files.writeString(csv, "a,b\n1,2\n");
    TickCaches caches = new TickCaches(folder.resolve("cache"));

    assertThatThrownBy(() -> caches.ofCsv(csv, "KRAKEN", done -> {}))
        .hasMessageContaining("other.csv:1: not a tape, the first line must be: received_ns");
    assertThatThrownBy(() -> caches.ofCsv(folder.resolve("none"), "KRAKEN", done -> {}))
        .hasMessageContaining("no such tape");
  }
}
