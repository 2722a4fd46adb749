package io.tapedeck.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ControlsDocsTest {
  private static final Path PAGE =
      Path.of(System.getProperty("tapedeck.root", ".."), "docs", "controls.md");

  @Test
  @Tag("U16")
  void pageIsUpToDate() throws IOException {
    if (Boolean.getBoolean("tapedeck.generate")) {
      Files.writeString(PAGE, Controls.page());
    }

    assertThat(Files.readString(PAGE).replace("\r\n", "\n")).isEqualTo(Controls.page());
  }
}
