package io.tapedeck.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.MarketEvent.Quote;
import io.tapedeck.domain.market.MarketEvent.Trade;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.ingest.IngestHarness.Stored;
import io.tapedeck.ingest.TapeImporter.Format;
import io.tapedeck.ingest.TapeImporter.Options;
import io.tapedeck.runtime.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class TapeFilesIT {
  private static final String HEADER =
      "received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,"
          + "aggressor,venue_id";
  @TempDir Path directory;

  @Test
  void badRowsAreNamedSetAsideAndCountedAndTheRestGoesOn() throws IOException {
    Platform platform = SharedBroker.harness().platform("files-bad-");
    SharedBroker.harness().createTopics(platform);
    Path file = directory.resolve("tape.csv.gz");
    gzip(
        file,
        HEADER,
        "1723161254024619568,,ETH/USDT,quote,2683.80,3.0292,2683.81,31.4395,,,,35346513501",
        "1723161254024619569,,ETH/USDT,quote,NaN,3.0292,2683.81,31.4395,,,,35346513502",
        "1723161254087896568,1723161255342000000,BTC/USDT,trade,,,,,61837.63,0.02,sell,3735683259",
        "not,a,row",
        "1723161254087896568,,BTC/USDT,trade,,,,,61837.63,0.0200000001,sell,3735683260",
        "1723161254087896570,,BTC/USDT,trade,,,,,61837.64,0.03,buy,3735683259");

    TapeImporter.Result result = new TapeImporter(platform).run(file, Options.csv(), rows -> {});

    assertThat(result).isEqualTo(new TapeImporter.Result(6, 1, 2, 0, 3, 0));
    List<Stored<DeadLetter>> letters = IngestHarness.deadLetters(platform);
    assertThat(letters)
        .extracting(letter -> letter.value().source().toString())
        .containsExactly("file:tape.csv.gz-0@3", "file:tape.csv.gz-0@5", "file:tape.csv.gz-0@6");
    assertThat(letters.get(0).value().reason()).contains("bid_price");
    assertThat(new String(letters.get(1).value().value(), StandardCharsets.UTF_8))
        .isEqualTo("not,a,row");
    assertThat(IngestHarness.ticks(platform))
        .extracting(Stored::value)
        .filteredOn(event -> event instanceof Trade)
        .hasSize(2)
        .first()
        .satisfies(
            event -> {
              assertThat(event.eventNanos()).isEqualTo(1723161255342000000L);
              assertThat(event.receivedNanos()).isEqualTo(1723161254087896568L);
            });
    assertThat(IngestHarness.ticks(platform))
        .filteredOn(stored -> stored.value() instanceof Quote)
        .singleElement()
        .satisfies(stored -> assertThat(stored.value().venueId()).isEqualTo(35346513501L));
    List<Stored<Mark>> marks = IngestHarness.marks(platform);
    assertThat(marks).extracting(Stored::key).contains("KRAKEN:ETH/USDT", "KRAKEN:BTC/USDT");
  }

  @Test
  void importListAndExportAgree() throws IOException {
    Platform platform = SharedBroker.harness().platform("files-round-");
    SharedBroker.harness().createTopics(platform);
    Path file = directory.resolve("in.csv");
    Files.writeString(
        file,
        String.join(
            "\n",
            HEADER,
            "1723161254024619568,,ETH/USDT,quote,2683.8,3.0292,2683.81,31.4395,,,,35346513501",
            "1723161254087896568,1723161255342000000,ETH/USDT,trade,,,,,2683.8,0.02,sell,37",
            "1723161254087896568,1723161255342000000,ETH/USDT,trade,,,,,2683.8,0.02,,",
            ""));
    new TapeImporter(platform).run(file, Options.csv(), rows -> {});

    List<TapeListing.Instrument> listed = new TapeListing(platform).run((done, of) -> {});
    Path out = directory.resolve("out.csv");
    TapeExporter.Result result =
        new TapeExporter(platform).run(out, "KRAKEN", Set.of(), (done, of) -> {});

    assertThat(listed)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.instrument()).isEqualTo("KRAKEN:ETH/USDT");
              assertThat(one.trades()).isEqualTo(2);
              assertThat(one.quotes()).isEqualTo(1);
              assertThat(one.firstEventNanos()).isEqualTo(1723161254024619568L);
              assertThat(one.lastEventNanos()).isEqualTo(1723161255342000000L);
              assertThat(one.hours())
                  .containsExactly(new TapeListing.Hour(1723158000000000000L, 2, 1, 0));
              assertThat(one.gaps()).isEmpty();
            });
    assertThat(result).isEqualTo(new TapeExporter.Result(1, 2));
    assertThat(out).hasSameTextualContentAs(file);
  }

  @Test
  void krakenTradesComeInTwoShapesAndEqualRowsBothStay() throws IOException {
    Platform platform = SharedBroker.harness().platform("files-kraken-");
    SharedBroker.harness().createTopics(platform);
    Path bare = directory.resolve("XBTUSD.csv");
    Files.writeString(bare, "1561939203,10749.4,0.004\n1561939203,10749.4,0.004\n");
    Path headed = directory.resolve("headed.csv");
    Files.writeString(
        headed,
        "epoch_ms,iso,side,price,amount\n"
            + "1561939203172,2019-07-01T00:00:03.172Z,sell,10749.4,0.004\n");
    Options options = new Options(Format.KRAKEN_CSV, "KRAKEN", "BTC/USD");
    TapeImporter importer = new TapeImporter(platform);

    assertThat(importer.run(bare, options, rows -> {}))
        .isEqualTo(new TapeImporter.Result(2, 0, 2, 0, 0, 0));
    assertThat(importer.run(headed, options, rows -> {}))
        .isEqualTo(new TapeImporter.Result(1, 0, 1, 0, 0, 0));
    assertThat(IngestHarness.ticks(platform))
        .extracting(stored -> stored.value().eventNanos())
        .containsExactly(1561939203000000000L, 1561939203000000000L, 1561939203172000000L);
    assertThatThrownBy(() -> importer.run(headed, Options.csv(), rows -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("headed.csv:1: the first line must be");
  }

  private static void gzip(Path file, String... lines) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
