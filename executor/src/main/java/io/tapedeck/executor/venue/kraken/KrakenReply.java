package io.tapedeck.executor.venue.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What came back from one REST call. */
sealed interface KrakenReply {
  /** A result, and no errors. */
  record Result(JsonNode result) implements KrakenReply {}

  /** Kraken's errors, all of them. */
  record Errors(List<String> errors) implements KrakenReply {
    public Errors {
      errors = List.copyOf(errors);
    }

    String text() {
      return String.join(", ", errors);
    }
  }

  /** No answer, or none that can be understood. */
  record Unclear(String why) implements KrakenReply {}
}
