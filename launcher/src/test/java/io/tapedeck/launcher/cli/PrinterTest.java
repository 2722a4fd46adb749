package io.tapedeck.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PrinterTest {
  private static String printed(Object... cells) {
    StringWriter text = new StringWriter();
    new Printer().row("HEAD", "NEXT").row(cells).print(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void columnsAreAligned() {
    assertThat(printed("a", "b").lines()).containsExactly("HEAD  NEXT", "a     b");
  }

  @Test
  void wordsOfAVenueCannotMoveTheCursorOrForgeARow() {
    assertThat(printed("BTC\u001b[2J/USD", "x\nmain  APPROVED").lines())
        .hasSize(2)
        .last()
        .asString()
        .contains("BTC\\u001b[2J/USD", "x\\nmain  APPROVED");
  }
}
