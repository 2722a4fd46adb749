package io.tapedeck.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DotEnvTest {
  record Alpaca(Secret keyId) {}

  @TempDir Path folder;

  @Test
  void readsAssignments() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(".env"),
            """
            # credentials
            APCA_API_KEY_ID=PK123   # paper
            export APCA_API_SECRET_KEY='a b#$c'
            APCA_API_BASE_URL="https://x\\"y"
            EMPTY=
            """);

    assertThat(DotEnv.read(file))
        .containsExactly(
            Map.entry("APCA_API_KEY_ID", "PK123"),
            Map.entry("APCA_API_SECRET_KEY", "a b#$c"),
            Map.entry("APCA_API_BASE_URL", "https://x\"y"),
            Map.entry("EMPTY", ""));
  }

  @Test
  @Tag("A10")
  void credentialsComeFromDotEnvAndEnvironmentWins() throws IOException {
    Path file = Files.writeString(folder.resolve(".env"), "APCA_API_KEY_ID=from-file\n");
    ConfigLoader loader = new ConfigLoader(Map.of("alpaca", Alpaca.class));
    String text = "alpaca: {key_id: '${APCA_API_KEY_ID}'}";

    Map<String, String> fileOnly = DotEnv.beneath(file, Map.of());
    Map<String, String> both = DotEnv.beneath(file, Map.of("APCA_API_KEY_ID", "from-env"));

    assertThat(keyOf(loader.loadText("f", text, fileOnly, List.of()))).isEqualTo("from-file");
    assertThat(keyOf(loader.loadText("f", text, both, List.of()))).isEqualTo("from-env");
  }

  @Test
  void namesBadLinesWithoutRepeatingThem() throws IOException {
    Path file = Files.writeString(folder.resolve(".env"), "A=1\ncanary-9\nB='x\n");

    assertThatThrownBy(() -> DotEnv.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file + ":2:1: expected NAME=value")
        .hasMessageContaining(file + ":3:1: B: the quote is not closed")
        .hasMessageNotContaining("canary");
  }

  @Test
  void absentFileHasNoVariables() {
    assertThat(DotEnv.read(folder.resolve("none"))).isEmpty();
  }

  private static String keyOf(LoadedConfig loaded) {
    return loaded.section(Alpaca.class).keyId().reveal();
  }
}
