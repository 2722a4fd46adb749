package io.tapedeck.executor.venue.alpaca;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** What came back from one REST call. */
sealed interface AlpacaReply {
  /** 2xx; the body is a missing node where there is none. */
  record Done(JsonNode body) implements AlpacaReply {
    static final Done EMPTY = new Done(MissingNode.getInstance());
  }

  /**
   * 4xx in Alpaca's own words.
   *
   * @param retryAfterSeconds how long it asks to wait; 0 if it does not say
   */
  record Refused(int status, int code, String message, long retryAfterSeconds)
      implements AlpacaReply {
    String text() {
      return status + (code == 0 ? "" : " " + code) + ": " + message;
    }
  }

  /** No answer, or none that can be understood. */
  record Unclear(String why) implements AlpacaReply {}
}
