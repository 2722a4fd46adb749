package io.tapedeck.launcher.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a part was started, so that it can be started the same way again. Secrets are not kept: they
 * come from where they came from at first.
 *
 * @param environment of Tapedeck's own variables
 */
record Launch(List<String> arguments, int heapMib, Map<String, String> environment) {
  private static final String OURS = "TAPEDECK_";

  static Launch of(List<String> arguments, int heapMib, Map<String, String> environment) {
    Map<String, String> kept = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(OURS)) {
            kept.put(name, value);
          }
        });
    return new Launch(arguments, heapMib, kept);
  }

  void keep(Path folder, String part) throws IOException {
    new ObjectMapper().writeValue(file(folder, part).toFile(), this);
  }

  /** How the part was started last; empty if it never was. */
  static Optional<Launch> of(Path folder, String part) throws IOException {
    Path file = file(folder, part);
    return Files.exists(file)
        ? Optional.of(new ObjectMapper().readValue(file.toFile(), Launch.class))
        : Optional.empty();
  }

  /** The port that an argument {@code --set KEY=PORT} gave, or another. */
  int portOf(String key, int otherwise) {
    int port = otherwise;
    for (String argument : arguments) {
      if (argument.startsWith(key + "=")) {
        port = Integer.parseInt(argument.substring(key.length() + 1));
      }
    }
    return port;
  }

  private static Path file(Path folder, String part) {
    return folder.resolve(part + ".launch.json");
  }
}
