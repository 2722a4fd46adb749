package io.tapedeck.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.ingest.TestData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderBookTest {
  @Test
  void checksumsOfTheDocumentationVerify() throws IOException {
    int verified = 0;
    try (JsonParser json =
        new JsonFactory()
            .createParser(TestData.path("wire/kraken/checksum-doc-examples.json").toFile())) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        verified += example(json);
      }
    }
    assertThat(verified).isEqualTo(2);
  }

  private static int example(JsonParser json) throws IOException {
    OrderBook book = new OrderBook(10);
    long expected = -1;
    boolean levels = false;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("expected")) {
        expected = json.getLongValue();
      } else if (field.equals("asks") || field.equals("bids")) {
        levels = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
          List<String> level = new ArrayList<>();
          while (json.nextToken() != JsonToken.END_ARRAY) {
            level.add(json.getText());
          }
          set(book, field.equals("bids"), level.get(0), level.get(1));
        }
      }
    }
    if (levels) {
      assertThat(book.checksum()).isEqualTo(expected);
    }
    return levels ? 1 : 0;
  }

  private static void set(OrderBook book, boolean bid, String price, String size) {
    book.set(bid, FixedPoint.parse(price), FixedPoint.parse(size), scale(price), scale(size));
  }

  private static int scale(String decimal) {
    int point = decimal.indexOf('.');
    return point < 0 ? 0 : decimal.length() - point - 1;
  }

  @Test
  void keepsSidesSortedDeletesAndForgetsWhatIsTooDeep() {
    OrderBook book = new OrderBook(3);
    for (String price : List.of("5", "3", "4", "1", "2")) {
      set(book, true, price, "1");
      set(book, false, price, "1");
    }
    book.truncate();
    set(book, true, "4", "0");
    set(book, true, "9", "0");
    set(book, false, "2", "7");
    book.truncate();

    assertThat(prices(book.bids())).containsExactly("5", "3");
    assertThat(prices(book.asks())).containsExactly("1", "2", "3");
    assertThat(book.asks().size(1)).isEqualTo(FixedPoint.parse("7"));
  }

  private static List<String> prices(BookSide side) {
    List<String> prices = new ArrayList<>();
    for (int i = 0; i < side.count(); i++) {
      prices.add(FixedPoint.format(side.price(i)));
    }
    return prices;
  }
}
