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
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
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

  /** The plain Java path is the only one: the first element of each sorted side. */
  @Test
  @Tag("B25")
  void bestBidAndAskAreTheHighestAndTheLowestAfterAnyChanges() {
    OrderBook book = new OrderBook(1_000);
    assertThat(book.bestBid()).isEqualTo(OrderBook.NO_PRICE);
    assertThat(book.bestAsk()).isEqualTo(OrderBook.NO_PRICE);
    TreeSet<Long> bids = new TreeSet<>();
    TreeSet<Long> asks = new TreeSet<>();
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      boolean bid = random.nextBoolean();
      long price = (bid ? 100 : 200) + random.nextInt(90);
      long size = random.nextInt(3);
      book.set(bid, price, size, 0, 0);
      TreeSet<Long> side = bid ? bids : asks;
      if (size == 0) {
        side.remove(price);
      } else {
        side.add(price);
      }
      assertThat(book.bestBid()).isEqualTo(bids.isEmpty() ? OrderBook.NO_PRICE : bids.last());
      assertThat(book.bestAsk()).isEqualTo(asks.isEmpty() ? OrderBook.NO_PRICE : asks.first());
    }
    assertThat(book.crossed()).isFalse();
    book.set(true, 500, 1, 0, 0);
    assertThat(book.crossed()).isTrue();
  }

  private static List<String> prices(BookSide side) {
    List<String> prices = new ArrayList<>();
    for (int i = 0; i < side.count(); i++) {
      prices.add(FixedPoint.format(side.price(i)));
    }
    return prices;
  }
}
