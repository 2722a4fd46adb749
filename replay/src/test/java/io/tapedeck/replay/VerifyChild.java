package io.tapedeck.replay;

import java.nio.file.Path;
import java.util.Locale;
import java.util.TimeZone;

/** Verifies an exported journal in a JVM of its own and prints what it found. */
final class VerifyChild {
  private VerifyChild() {}

  /** Arguments: folder, threads. */
  public static void main(String[] arguments) {
    try (ExportedTape tape = new ExportedTape(Path.of(arguments[0]))) {
      Verification found =
          new JournalVerifier(tape, count -> {}).threads(Integer.parseInt(arguments[1])).verify();
      System.err.println(
          "java "
              + Runtime.version().feature()
              + " "
              + Locale.getDefault()
              + " "
              + TimeZone.getDefault().getID());
      System.out.println(found.proofs());
    }
  }
}
