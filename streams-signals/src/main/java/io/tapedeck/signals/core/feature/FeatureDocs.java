package io.tapedeck.signals.core.feature;

/** Writes {@code docs/features.md} from the features themselves. */
public final class FeatureDocs {
  private FeatureDocs() {}

  /** The page. */
  public static String page() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n## Of ticks\n\n| name | formula | source | warm-up |\n|---|---|---|---|\n");
    for (TickFeature feature : TickFeature.values()) {
      row(
          page,
          feature.key(),
          feature.formula(),
          feature.source(),
          Features.WARM_UP_QUOTES + " quotes");
    }
    page.append("\n## Of bars\n\n| name | formula | source | warm-up |\n|---|---|---|---|\n");
    for (BarFeature feature : BarFeature.values()) {
      row(page, feature.key(), feature.formula(), feature.source(), feature.warmUpBars() + " bars");
    }
    return page.toString();
  }

  private static void row(StringBuilder page, String name, String... cells) {
    page.append("| `").append(name).append('`');
    for (String cell : cells) {
      page.append(" | ").append(cell.replace("|", "\\|"));
    }
    page.append(" |\n");
  }

  private static final String INTRODUCTION =
      """
      # Features

      What `signal.features` may name, in the order of the model's card. Each is a function of the
      instrument's ticks so far: cutting the tape after a tick changes no value at or before it.
      State is bounded and kept per instrument; a restart goes on with the same bits. A feature is 0
      until its warm-up is over, and a model is asked only when all of its features are warm.

      Features of ticks are renewed with every quote and trade. "Forgotten over N s" and "running mean
      over N s" weigh what is `dt` old by the product of `N / (N + step)` over the quotes' time steps,
      the backward Euler form of `exp(-dt / N)`: plain arithmetic, the same on every JVM. Time is that of
      the latest event; an event whose time steps back takes no time.

      Features of bars are renewed when a bar closes and hold until the next does. Bars are made of
      trades. Which bars is said behind the name: `rsi@5m` and `rsi@500ms` are of time, `rsi@100t` of 100
      trades each, `rsi@2.5v` of 2.5 traded units each; a name alone means bars of one second. A time bar
      closes with the first trade of a later interval, the others with the trade that fills them; an
      interval without trades makes no bar, as on the venues. Means begin at the first value. Prices are
      in the quote currency.

      This page is made from the code: `-Dtest=FeatureDocsTest -Dtest.argLine=-Dtapedeck.generate=true`.
      """;
}
