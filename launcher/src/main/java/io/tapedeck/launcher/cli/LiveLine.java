package io.tapedeck.launcher.cli;

import java.io.PrintWriter;
import picocli.CommandLine;

/** Progress on standard error: one line that is rewritten on a terminal, else a line a step. */
final class LiveLine implements AutoCloseable {
  private final PrintWriter err;
  private final boolean terminal;
  private int width;

  LiveLine(PrintWriter err) {
    this.err = err;
    this.terminal = CommandLine.Help.Ansi.AUTO.enabled();
  }

  void show(String text) {
    if (terminal) {
      err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      width = text.length();
    } else {
      err.println(text);
    }
    err.flush();
  }

  void end() {
    if (terminal && width > 0) {
      err.println();
      err.flush();
      width = 0;
    }
  }

  @Override
  public void close() {
    end();
  }
}
