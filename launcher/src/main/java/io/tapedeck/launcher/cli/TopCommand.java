package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.StackConfig;
import io.tapedeck.launcher.ops.MetricsText;
import io.tapedeck.launcher.stack.Endpoints;
import io.tapedeck.launcher.stack.Services;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code top}. */
@Command(
    name = "top",
    description = {
      "The essentials in a terminal, again every two seconds: health, feed, decisions, orders, lag,",
      "profit and loss, positions. Reads the parts' metrics, needs no broker. Ctrl-C ends it."
    })
final class TopCommand implements Callable<Integer> {
  private static final String CLEAR = "\u001b[H\u001b[2J";

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "Between two looks (default: ${DEFAULT-VALUE}).")
  private int seconds = 2;

  @Option(names = "--once", description = "One look.")
  private boolean once;

  @Override
  public Integer call() throws InterruptedException {
    if (seconds < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--interval: at least 1 second, is " + seconds);
    }
    Settings settings = common.settings();
    Look before = look(settings);
    while (true) {
      Thread.sleep(seconds * 1_000L);
      Look now = look(settings);
      Map<String, Object> view = view(before, now);
      print(view);
      if (once) {
        return now.up().isEmpty() ? 1 : 0;
      }
      before = now;
    }
  }

  /** What the parts said at an instant. */
  private record Look(long nanos, Map<String, Boolean> up, MetricsText metrics) {}

  private static Look look(Settings settings) {
    StackConfig stack = settings.stack();
    List<String> parts = new ArrayList<>(Services.ALL);
    parts.add(Services.LAG);
    parts.add("demo");
    MetricsText metrics = new MetricsText();
    Map<String, Boolean> up = new LinkedHashMap<>();
    for (String part : parts) {
      int port = Services.port(part, stack);
      Optional<String> text = Endpoints.metrics(stack.host(), port);
      if (text.isPresent()) {
        metrics.add(text.get());
        up.put(
            part, Endpoints.ready(stack.host(), port).map(Endpoints.Health::ready).orElse(false));
      }
    }
    return new Look(System.nanoTime(), up, metrics);
  }

  private static Map<String, Object> view(Look before, Look now) {
    MetricsText metrics = now.metrics();
    double span = (now.nanos() - before.nanos()) / 1e9;
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("ready", now.up());
    view.put("breaker", metrics.reduce("circuit_breaker_active", Math::max) > 0);
    Map<String, Object> rates = new LinkedHashMap<>();
    rates.put("ticks", rate(before, now, "market_data_ticks_received_total", span));
    rates.put("signals", rate(before, now, "signals_total", span));
    rates.put("decisions", rate(before, now, "risk_decisions_total", span));
    rates.put("orders", rate(before, now, "execution_orders_submitted_total", span));
    rates.put("fills", rate(before, now, "execution_orders_filled_total", span));
    view.put("per_second", rates);
    Map<String, Object> counts = new LinkedHashMap<>();
    for (MetricsText.Series series : metrics.named("risk_decisions_total")) {
      counts.put(series.labels().get("outcome"), (long) series.value());
    }
    counts.put("working_orders", number(metrics.reduce("execution_working_orders", Math::max)));
    counts.put("unknown_orders", number(metrics.reduce("execution_unknown_outcomes", Math::max)));
    counts.put("rejected", number(metrics.reduce("execution_orders_rejected_total", Double::sum)));
    counts.put("stale", number(metrics.reduce("market_data_stale_symbols", Math::max)));
    counts.put("socket", number(metrics.reduce("market_data_websocket_connected", Math::max)));
    view.put("counts", counts);
    view.put("lag_seconds", by(metrics, "kafka_consumergroup_group_max_lag_seconds", "group"));
    view.put("day_pnl", by(metrics, "risk_pnl_day", "account"));
    view.put("exposure", by(metrics, "risk_total_exposure", "account"));
    view.put("drawdown_percent", by(metrics, "risk_drawdown_percent", "account"));
    view.put("positions", by(metrics, "position_size", "instrument"));
    return view;
  }

  private static Object rate(Look before, Look now, String name, double span) {
    double sum =
        now.metrics().reduce(name, Double::sum) - before.metrics().reduce(name, Double::sum);
    return number(sum / span);
  }

  private static Map<String, Object> by(MetricsText metrics, String name, String label) {
    Map<String, Object> values = new TreeMap<>();
    for (MetricsText.Series series : metrics.named(name)) {
      if (series.value() != 0 || !name.equals("position_size")) {
        values.put(String.valueOf(series.labels().get(label)), number(series.value()));
      }
    }
    return values;
  }

  private static Object number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }

  private void print(Map<String, Object> view) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(CommonOptions.toJson(view));
      return;
    }
    StringWriter text = new StringWriter();
    PrintWriter page = new PrintWriter(text);
    Printer printer = new Printer();
    view.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> map) {
            printer.row(name.replace('_', ' '), "");
            map.forEach((key, each) -> printer.row("  " + key, each));
          } else {
            printer.row(name, value);
          }
        });
    printer.print(page);
    if (!once && CommandLine.Help.Ansi.AUTO.enabled()) {
      out.print(CLEAR);
    }
    out.print(text);
    out.flush();
  }
}
