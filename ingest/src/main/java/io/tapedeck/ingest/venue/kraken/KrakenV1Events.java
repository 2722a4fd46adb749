package io.tapedeck.ingest.venue.kraken;

import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import io.tapedeck.ingest.venue.kraken.KrakenFrame.Kind;
import org.jspecify.annotations.Nullable;

/** Event objects of Kraken's WebSocket v1: statuses and answers. */
final class KrakenV1Events {
  private static final SymbolTable NAMES =
      KrakenReader.names(
          "event",
          "status",
          "pair",
          "channelID",
          "channelName",
          "errorMessage",
          "subscription",
          "name");
  private static final int EVENT = 0;
  private static final int STATUS = 1;
  private static final int PAIR = 2;
  private static final int CHANNEL_ID = 3;
  private static final int CHANNEL_NAME = 4;
  private static final int ERROR_MESSAGE = 5;
  private static final int SUBSCRIPTION = 6;
  private static final int NAME = 7;

  private final KrakenReader in;
  private final JsonScanner json;

  KrakenV1Events(KrakenReader in) {
    this.in = in;
    this.json = in.json;
  }

  void read(KrakenFrame frame) {
    String event = null;
    String status = null;
    String name = null;
    if (json.open('{', '}')) {
      do {
        switch (in.member(NAMES)) {
          case EVENT -> event = in.optionalText();
          case STATUS -> status = in.optionalText();
          case PAIR -> frame.subject = in.optionalText();
          case CHANNEL_ID -> frame.channelId = channelId();
          case CHANNEL_NAME -> frame.channel = in.optionalText();
          case ERROR_MESSAGE -> frame.error = in.optionalText();
          case SUBSCRIPTION -> name = subscription();
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    json.end();
    frame.v1 = true;
    frame.channel = name == null ? frame.channel : name;
    frame.kind = kind(String.valueOf(event));
    if (frame.kind == Kind.STATUS) {
      frame.system = status;
    } else if (frame.kind == Kind.ANSWER) {
      frame.success = "subscribed".equals(status) || "unsubscribed".equals(status);
      frame.method = "subscribed".equals(status) ? "subscribe" : "unsubscribe";
    }
  }

  private static Kind kind(String event) {
    return switch (event) {
      case "systemStatus" -> Kind.STATUS;
      case "subscriptionStatus" -> Kind.ANSWER;
      case "heartbeat" -> Kind.HEARTBEAT;
      case "pong" -> Kind.PONG;
      case "error" -> Kind.ERROR;
      default -> Kind.UNUSED;
    };
  }

  /** Of private channels there is none. */
  private long channelId() {
    byte next = json.peek();
    if (next >= '0' && next <= '9') {
      return json.natural();
    }
    json.skip();
    return -1;
  }

  private @Nullable String subscription() {
    if (json.peek() != '{') {
      json.skip();
      return null;
    }
    String name = null;
    if (json.open('{', '}')) {
      do {
        if (in.member(NAMES) == NAME) {
          name = in.optionalText();
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
    return name;
  }
}
