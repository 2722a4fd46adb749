package io.tapedeck.launcher;

import io.tapedeck.launcher.cli.Tapedeck;

/** The only main of the product. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("demo")) {
      keepLogOfDemo();
    }
    System.exit(Tapedeck.run(args));
  }

  /** Before the first logger is made: what a demo's services say is kept for {@code logs}. */
  private static void keepLogOfDemo() {
    String variable = "TAPEDECK_LOG_FILE";
    if (System.getProperty(variable) == null && System.getenv(variable) == null) {
      String home = System.getenv().getOrDefault("TAPEDECK_HOME", ".tapedeck");
      System.setProperty(variable, home + "/run/demo.log");
    }
  }
}
