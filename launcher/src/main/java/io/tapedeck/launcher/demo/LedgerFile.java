package io.tapedeck.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the venue's own ledger says, read from its file. */
final class LedgerFile {
  /** Receive time of each order by client order id, nanoseconds since the epoch. */
  final Map<String, Long> orders = new LinkedHashMap<>();

  /** Execution ids of all fills. */
  final Set<String> fills = new HashSet<>();

  long orderCount;
  long duplicates;

  private LedgerFile() {}

  static LedgerFile read(Path file) {
    LedgerFile ledger = new LedgerFile();
    ObjectMapper json = new ObjectMapper();
    Map<String, Integer> seen = new HashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        ledger.add(json.readTree(line), seen);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the venue's ledger " + file, e);
    }
    return ledger;
  }

  private void add(JsonNode line, Map<String, Integer> seen) {
    switch (line.path("kind").asText()) {
      case "order_accepted" -> {
        orderCount++;
        String id = line.path("cl_ord_id").asText();
        orders.putIfAbsent(id, line.path("receivedAtNs").asLong());
        if (!id.isEmpty() && seen.merge(id, 1, Integer::sum) > 1) {
          duplicates++;
        }
      }
      case "fill" -> fills.add(line.path("exec_id").asText());
      default -> {}
    }
  }
}
