package io.tapedeck.signals.core.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FeatureDocsTest {
  private static final Path PAGE =
      Path.of(System.getProperty("tapedeck.root", ".."), "docs", "features.md");

  @Test
  void pageIsUpToDate() throws IOException {
    if (Boolean.getBoolean("tapedeck.generate")) {
      Files.writeString(PAGE, FeatureDocs.page());
    }

    assertThat(Files.readString(PAGE).replace("\r\n", "\n")).isEqualTo(FeatureDocs.page());
  }
}
