package io.tapedeck.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.ingest.TestData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlpacaJsonTest {
  private static final class Collected implements AlpacaJson.Rows {
    final List<MarketEvent> events = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    @Nullable String next;

    @Override
    public void good(long row, MarketEvent event) {
      events.add(event);
    }

    @Override
    public void bad(long row, long line, String text, String reason) {
      refused.add(row + "@" + line + " " + reason);
    }

    @Override
    public void next(@Nullable String token) {
      next = token;
    }
  }

  private static Collected read(String json) throws IOException {
    Collected collected = new Collected();
    new AlpacaJson("ALPACA", null, 60)
        .read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), collected);
    return collected;
  }

  @Test
  void everyRecordedAnswerIsReadOrEachRowRefusedByName() throws IOException {
    long rows = 0;
    try (var files = Files.walk(TestData.path("wire/alpaca"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        // the lists of history; single objects of the same names are other calls
        if (!Files.readString(file).matches("(?s).*\"(trades|quotes|bars)\"\\s*:.*\\[.*")) {
          continue;
        }
        Collected collected = new Collected();
        try (InputStream in = Files.newInputStream(file)) {
          new AlpacaJson("ALPACA", "AAPL", 86_400).read(in, collected);
        }
        rows += collected.events.size();
        assertThat(collected.refused)
            .as(file.toString())
            .allMatch(reason -> reason.contains("must be a plain decimal above zero"));
      }
    }
    assertThat(rows).isGreaterThan(100);
  }

  @Test
  void symbolMayFollowTheListAndThePageTokenIsTold() throws IOException {
    Collected read =
        read(
            "{\"trades\":[{\"t\":\"2022-01-03T09:00:00.086175744Z\",\"p\":178.26,\"s\":1,\"i\":2}],"
                + "\"symbol\":\"AAPL\",\"next_page_token\":\"QUFQTA==\"}");
    assertThat(read.next).isEqualTo("QUFQTA==");
    assertThat(read.events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.instrument().value()).isEqualTo("ALPACA:AAPL");
              assertThat(event.eventNanos()).isEqualTo(1641200400086175744L);
            });
  }

  @Test
  void hostileRowsAreRefusedAndTheirNeighboursStay() throws IOException {
    Collected read =
        read(
            "{\"trades\":{\"AAPL\":[\n"
                + "{\"t\":\"2022-01-03T09:00:00Z\",\"p\":-1,\"s\":1,\"i\":1},\n"
                + "{\"t\":\"2022-01-03T09:00:00Z\",\"p\":1e400,\"s\":1,\"i\":2},\n"
                + "{\"t\":\"yesterday\",\"p\":1,\"s\":1,\"i\":3},\n"
                + "{\"p\":1,\"s\":1,\"i\":4},\n"
                + "[1,2],\n"
                + "{\"t\":\"2022-01-03T09:00:00Z\",\"p\":1.5,\"s\":1,\"i\":6}]}}");
    assertThat(read.events).singleElement().satisfies(e -> assertThat(e.venueId()).isEqualTo(6));
    assertThat(read.refused).hasSize(5);
    assertThat(read.refused.get(0)).startsWith("1@2 p");
    assertThat(read.refused.get(3)).isEqualTo("4@5 field t is missing");
  }

  @Test
  void whatHoldsNoListOrNobodysListIsNotAFileOfThisKind() {
    assertThatThrownBy(() -> read("{\"news\":[]}")).hasMessageContaining("no list of trades");
    assertThatThrownBy(() -> read("{\"trades\":[{\"p\":1}]}"))
        .hasMessageContaining("name it with --instrument");
    assertThatThrownBy(() -> read("{\"trades\":")).isInstanceOf(IOException.class);
  }
}
