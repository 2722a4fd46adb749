package io.tapedeck.replay.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTapeTest {
  @TempDir Path folder;

  @Test
  void aDifferenceIsShownUntilAPersonApprovesExactlyThatOne() {
    GoldenTape golden = new GoldenTape(folder);
    golden.record(List.of("--tape", "x y"), List.of("a", "b", "c", "d"));

    assertThat(golden.arguments()).containsExactly("--tape", "x y");
    assertThat(golden.compare(List.of("a", "b", "c", "d")).none()).isTrue();
    GoldenTape.Difference other = golden.compare(List.of("a", "B", "c", "d"));
    assertThat(other.lines()).containsExactly("@ line 2", "- b", "+ B");
    assertThat(golden.approved(other)).isFalse();
    assertThatThrownBy(() -> golden.approve(other, "", "because"))
        .hasMessageContaining("needs --by WHO and --why TEXT");

    golden.approve(other, "me", "the check was wrong before");
    assertThat(golden.approved(other)).isTrue();
    assertThat(golden.approved(golden.compare(List.of("a", "X", "c", "d")))).isFalse();
    // what is recorded anew needs approvals of its own
    golden.record(List.of(), List.of("a", "b", "c", "d"));
    assertThat(golden.approved(other)).isFalse();
  }

  @Test
  void lessAndMoreAreDifferencesToo() {
    GoldenTape golden = new GoldenTape(folder);
    golden.record(List.of(), List.of("a", "b", "b"));

    assertThat(golden.compare(List.of("a", "b")).lines()).containsExactly("@ line 3", "- b");
    assertThat(golden.compare(List.of("a", "b", "b", "c")).lines())
        .containsExactly("@ line 4", "+ c");
    assertThat(golden.compare(List.of()).lines()).hasSize(4);
    assertThatThrownBy(() -> new GoldenTape(folder.resolve("none")).arguments())
        .hasMessageContaining("holds no golden tape");
  }
}
