package io.tapedeck.launcher.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command as it was given, so that it can be given again. */
final class CommandLineText {
  private CommandLineText() {}

  /** For a shell. */
  static String of(CommandSpec spec) {
    List<String> words = new ArrayList<>();
    words.add("./tapedeck");
    words(spec).forEach(word -> words.add(quoted(word)));
    return String.join(" ", words);
  }

  /** All words behind the program's name. */
  static List<String> words(CommandSpec spec) {
    CommandLine root = spec.commandLine();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    return root.getParseResult().originalArgs();
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
