package io.tapedeck.localstack.registry.catalog;

import java.util.List;

/**
 * A decision: the records that make it so, to be written all or none, and the answer that is true
 * once they are. No records: the answer is true already.
 */
public record Change<T>(List<LogRecord> records, T answer) {
  public Change {
    records = List.copyOf(records);
  }
}
