package io.tapedeck.launcher;

import io.tapedeck.launcher.cli.Tapedeck;

/** The only main of the product. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(Tapedeck.run(args));
  }
}
