package io.tapedeck.console.view;

import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executions for JSON. */
public final class FillView {
  private FillView() {}

  /** An execution of the venue; null for an event that is none. */
  public static @Nullable Map<String, Object> of(OrderEvent event) {
    Execution execution = event.execution();
    if (execution == null) {
      return null;
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("time", Times.text(event.venueNanos()));
    view.put("account", event.account().value());
    view.put("instrument", event.instrument().value());
    view.put("kind", event.kind().name());
    view.putAll(execution(execution));
    view.put("intent", event.intent() == null ? null : event.intent().value());
    return view;
  }

  static Map<String, Object> execution(Execution execution) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("execution", execution.id().value());
    view.put("side", execution.side().name());
    view.put("quantity", execution.quantity().toString());
    view.put("price", execution.price().toString());
    view.put("fee", execution.fee().toString());
    view.put("fee_currency", execution.feeCurrency());
    view.put("maker", execution.maker());
    return view;
  }
}
