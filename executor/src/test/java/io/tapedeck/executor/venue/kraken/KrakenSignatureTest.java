package io.tapedeck.executor.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KrakenSignatureTest {
  /** The example of Kraken's documentation. */
  @Test
  void signsTheDocumentationsExample() {
    KrakenSignature signature =
        new KrakenSignature(
            "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==");

    assertThat(
            signature.of(
                "/0/private/AddOrder",
                "1616492376594",
                "nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25"))
        .isEqualTo(
            "4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==");
  }

  @Test
  void refusesASecretThatIsNotBase64WithoutShowingIt() {
    assertThatThrownBy(() -> new KrakenSignature("not-base64!"))
        .hasMessageContaining("not base64")
        .hasMessageNotContaining("not-base64!");
  }
}
