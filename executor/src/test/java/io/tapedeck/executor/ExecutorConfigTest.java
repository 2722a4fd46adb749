package io.tapedeck.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.runtime.config.ConfigLoader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real money needs URL, flag, number and confirmation to agree; paper is what else there is. */
class ExecutorConfigTest {
  private static ExecutorConfig load(boolean paper, String account) {
    String yaml =
        "execution:\n  paper_trading: "
            + paper
            + "\n  accounts:\n    - name: main\n"
            + account.indent(6);
    return new ConfigLoader(Map.of("execution", ExecutorConfig.class))
        .loadText("test", yaml, Map.of(), List.of())
        .section("execution", ExecutorConfig.class);
  }

  private static final String ALPACA_LIVE =
      """
      venue: alpaca
      rest_url: https://api.alpaca.markets
      websocket_url: wss://api.alpaca.markets/stream
      live: true
      """;

  @Test
  @Tag("A68")
  void takesLiveOnlyWhenAllAgree() {
    assertThat(load(false, ALPACA_LIVE + "account_number: '123'\nconfirm_live: main\n").accounts())
        .singleElement()
        .extracting(ExecutorConfig.VenueAccount::live)
        .isEqualTo(true);
    assertThatThrownBy(() -> load(false, ALPACA_LIVE + "account_number: '123'\n"))
        .hasMessageContaining("confirm_live");
    assertThatThrownBy(() -> load(false, ALPACA_LIVE + "confirm_live: main\n"))
        .hasMessageContaining("account_number");
    assertThatThrownBy(
            () -> load(true, ALPACA_LIVE + "account_number: '123'\nconfirm_live: main\n"))
        .hasMessageContaining("paper_trading");
    assertThatThrownBy(() -> load(false, ALPACA_LIVE.replace("live: true", "live: false")))
        .hasMessageContaining("rest_url")
        .hasMessageContaining("websocket_url");
  }

  @Test
  @Tag("A68")
  void refusesLiveByDefault() {
    assertThatThrownBy(
            () ->
                load(
                    true,
                    """
                    venue: alpaca
                    rest_url: https://api.alpaca.markets
                    """))
        .hasMessageContaining("rest_url");
  }

  @Test
  @Tag("A68")
  void paperUrlAndLiveFlagContradictEachOther() {
    String paper = ALPACA_LIVE.replace("//api.", "//paper-api.");
    assertThatThrownBy(() -> load(false, paper + "account_number: '123'\nconfirm_live: main\n"))
        .hasMessageContaining("paper venue");
    assertThat(load(true, paper.replace("live: true", "live: false")).accounts()).hasSize(1);
    assertThatThrownBy(
            () -> load(true, paper.replace("live: true", "live: false").replace("https:", "http:")))
        .hasMessageContaining("https");
  }
}
