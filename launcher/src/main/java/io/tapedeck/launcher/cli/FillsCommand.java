package io.tapedeck.launcher.cli;

import io.tapedeck.console.kafka.TopicScan;
import io.tapedeck.console.view.FillView;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.Side;
import io.tapedeck.schemas.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fills}. */
@Command(name = "fills", description = "Lists executions, and sums them by instrument and side.")
final class FillsCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--since",
      paramLabel = "D",
      description = "Written to the tape since then: " + Since.FORMS + " (default: all).")
  private @Nullable String since;

  /** Sums of one instrument and side; exact. */
  private static final class Sum {
    private long count;
    private long makers;
    private Money bought = Money.ZERO;
    private io.tapedeck.domain.money.Quantity quantity = io.tapedeck.domain.money.Quantity.ZERO;

    void add(Execution execution) {
      count++;
      makers += execution.maker() ? 1 : 0;
      bought = bought.plus(execution.price().times(execution.quantity()));
      quantity = quantity.plus(execution.quantity());
    }
  }

  @Override
  public Integer call() {
    long from = Since.option(spec, since);
    List<Map<String, Object>> fills = new ArrayList<>();
    Map<String, Sum> sums = new TreeMap<>();
    TopicScan.since(
        common.reachable().platform("fills"),
        Topics.ORDER_EVENTS,
        from,
        seen -> {
          OrderEvent event = seen.value();
          Execution execution = event.execution();
          Map<String, Object> view = FillView.of(event);
          if (execution != null && view != null && event.kind() == OrderEventKind.FILLED) {
            fills.add(view);
            sums.computeIfAbsent(key(event, execution.side()), key -> new Sum()).add(execution);
          }
        });
    print(fills, sums);
    return 0;
  }

  private static String key(OrderEvent event, Side side) {
    return event.instrument().value() + " " + side;
  }

  private void print(List<Map<String, Object>> fills, Map<String, Sum> sums) {
    List<Map<String, Object>> totals = new ArrayList<>();
    sums.forEach(
        (key, sum) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("instrument", key.substring(0, key.lastIndexOf(' ')));
          row.put("side", key.substring(key.lastIndexOf(' ') + 1));
          row.put("fills", sum.count);
          row.put("quantity", sum.quantity.toString());
          row.put("average_price", sum.bought.per(sum.quantity).toString());
          row.put("value", sum.bought.toString());
          row.put("maker_fills", sum.makers);
          totals.add(row);
        });
    if (common.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("fills", fills);
      json.put("totals", totals);
      spec.commandLine().getOut().println(CommonOptions.toJson(json));
    } else {
      Printer.of(fills).print(spec.commandLine().getOut());
      Printer.of(totals).print(spec.commandLine().getOut());
    }
  }
}
