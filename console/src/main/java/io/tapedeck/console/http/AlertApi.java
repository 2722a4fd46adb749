package io.tapedeck.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tapedeck.console.alerts.AlertBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The paths of alerts: Alertmanager's webhook tells, people look and acknowledge. */
final class AlertApi {
  private static final String PATH = "/api/v1/alerts";

  private final AlertBook book;
  private final LongSupplier nanoTime;

  AlertApi(AlertBook book, LongSupplier nanoTime) {
    this.book = book;
    this.nanoTime = nanoTime;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", PATH, Scope.READ, this::list),
        new Route("POST", PATH, Scope.CONTROL, this::take),
        new Route("POST", PATH + "/{id}/acknowledge", Scope.CONTROL, this::acknowledge));
  }

  private Object list(Call call) {
    return Map.of("alerts", book.rows(nanoTime.getAsLong()));
  }

  private Object take(Call call) {
    JsonNode alerts = call.body().path("alerts");
    if (!alerts.isArray()) {
      throw new HttpRefusal(400, "alerts must be a list, as Alertmanager's webhook sends it");
    }
    List<AlertBook.Told> told = new ArrayList<>();
    for (JsonNode alert : alerts) {
      JsonNode labels = alert.path("labels");
      String name = labels.path("alertname").asText();
      String status = alert.path("status").asText();
      if (name.isEmpty() || !List.of("firing", "resolved").contains(status)) {
        throw new HttpRefusal(400, "an alert needs labels.alertname and status firing or resolved");
      }
      told.add(
          new AlertBook.Told(
              alert.path("fingerprint").asText(name),
              status.equals("firing"),
              name,
              labels.path("severity").asText(""),
              labels.path("severity").asText().equals("critical")
                  && labels.path("breaker").asText().equals("trip"),
              alert.path("annotations").path("summary").asText("")));
    }
    book.take(told, nanoTime.getAsLong());
    return Map.of("taken", told.size());
  }

  private Object acknowledge(Call call) {
    call.onlyKnows("actor");
    String by = call.text("actor", "");
    if (by.isBlank()) {
      throw new HttpRefusal(400, "say who acknowledges: actor");
    }
    if (!book.acknowledge(call.path("id"), by)) {
      throw new HttpRefusal(404, "no alert with this id fires");
    }
    return Map.of("acknowledged", call.path("id"), "by", by);
  }
}
