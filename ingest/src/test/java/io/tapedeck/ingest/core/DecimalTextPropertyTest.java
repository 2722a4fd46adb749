package io.tapedeck.ingest.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Numbers against BigDecimal. */
class DecimalTextPropertyTest {
  private static final BigDecimal LARGEST = new BigDecimal(Long.MAX_VALUE).movePointLeft(9);

  private static JsonScanner over(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return new JsonScanner().over(bytes, 0, bytes.length);
  }

  @Property(tries = 3_000)
  void aNumberIsWhatItSaysOrIsRefused(
      @ForAll long digits,
      @ForAll @IntRange(min = -12, max = 20) int scale,
      @ForAll boolean quoted) {
    BigDecimal value = BigDecimal.valueOf(digits >> Math.floorMod(digits, 61), scale);
    for (String form : new String[] {value.toString(), value.toPlainString()}) {
      String text = form.replace("E+", "e");
      String json = quoted ? "\"" + text + "\"" : text;
      BigDecimal nine = value.setScale(9, RoundingMode.HALF_EVEN);
      boolean exact = nine.compareTo(value) == 0;
      boolean fits = value.abs().compareTo(LARGEST) <= 0;
      if (exact && fits) {
        assertThat(over(json).decimal()).isEqualTo(nine.unscaledValue().longValueExact());
      } else {
        assertThatThrownBy(() -> over(json).decimal()).isInstanceOf(FrameRefusedException.class);
      }
      if (fits) {
        assertThat(over(json).rounded()).isEqualTo(nine.unscaledValue().longValueExact());
      }
    }
  }
}
