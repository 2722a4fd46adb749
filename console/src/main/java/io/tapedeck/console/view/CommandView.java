package io.tapedeck.console.view;

import io.tapedeck.domain.control.ControlCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that was written.
 *
 * @param records where it lies: one record for an account, one a partition for everyone
 */
public record CommandView(ControlCommand command, List<String> records) {
  public CommandView {
    records = List.copyOf(records);
  }

  /** For JSON. */
  public Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", command.id());
    view.put("action", command.action().name());
    view.put("account", command.account() == null ? "*" : command.account().value());
    view.put("instrument", command.instrument() == null ? null : command.instrument().value());
    view.put("actor", command.actor());
    view.put("reason", command.reason());
    view.put("records", records);
    return view;
  }
}
