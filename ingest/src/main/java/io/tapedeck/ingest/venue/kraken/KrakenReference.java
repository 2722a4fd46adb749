package io.tapedeck.ingest.venue.kraken;

import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.ingest.core.FrameRefusedException;
import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import io.tapedeck.ingest.venue.ReferenceHttp;
import io.tapedeck.ingest.venue.ReferenceSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kraken's statuses: of the system and of each pair. */
public final class KrakenReference implements ReferenceSource {
  private static final SymbolTable NAMES =
      KrakenReader.names("error", "result", "status", "wsname");
  private static final int ERROR = 0;
  private static final int RESULT = 1;
  private static final int STATUS = 2;
  private static final int WSNAME = 3;

  private final ReferenceHttp http;
  private final KrakenPairs pairs;

  public KrakenReference(ReferenceHttp http, List<String> symbols) {
    this.http = http;
    this.pairs = new KrakenPairs(symbols);
  }

  @Override
  public Reference fetch(long nowNanos) throws IOException {
    String system = http.get("/0/public/SystemStatus", KrakenReference::system);
    Map<String, Status> statuses = http.get("/0/public/AssetPairs", this::pairs);
    if (!system.equals("online")) {
      Status status = new Status(KrakenPairs.status(system), "system is " + system);
      statuses.replaceAll((instrument, own) -> status);
    }
    return new Reference(statuses, null);
  }

  static String system(byte[] body) {
    JsonScanner json = new JsonScanner().over(body, 0, body.length);
    String system = result(json, KrakenReference::status);
    if (system == null) {
      throw new FrameRefusedException("no status");
    }
    return system;
  }

  /** The statuses of the subscribed pairs; one that is not listed cannot be traded. */
  Map<String, Status> pairs(byte[] body) {
    Map<String, Status> statuses = new HashMap<>();
    for (String instrument : pairs.instruments()) {
      statuses.put(instrument, new Status(TradingStatus.CLOSED, "pair is not listed"));
    }
    JsonScanner json = new JsonScanner().over(body, 0, body.length);
    result(
        json,
        scanner -> {
          if (scanner.open('{', '}')) {
            do {
              scanner.name();
              pair(scanner, statuses);
            } while (scanner.more('}'));
          }
          return "";
        });
    return statuses;
  }

  private interface Body {
    @Nullable String read(JsonScanner json);
  }

  private static @Nullable String result(JsonScanner json, Body body) {
    String read = null;
    if (json.open('{', '}')) {
      do {
        json.name();
        switch (json.textIn(NAMES)) {
          case ERROR -> noError(json);
          case RESULT -> read = body.read(json);
          default -> json.skip();
        }
      } while (json.more('}'));
    }
    json.end();
    return read;
  }

  private static void noError(JsonScanner json) {
    if (json.open('[', ']')) {
      json.text();
      throw new FrameRefusedException("the venue answers " + json.textValue());
    }
  }

  private static @Nullable String status(JsonScanner json) {
    String status = null;
    if (json.open('{', '}')) {
      do {
        json.name();
        if (json.textIn(NAMES) == STATUS) {
          json.text();
          status = json.textValue();
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
    return status;
  }

  private void pair(JsonScanner json, Map<String, Status> statuses) {
    String name = "";
    String status = "online"; // older answers do not say
    if (json.open('{', '}')) {
      do {
        json.name();
        int member = json.textIn(NAMES);
        if (member == WSNAME || member == STATUS) {
          json.text();
          if (member == WSNAME) {
            name = json.textValue();
          } else {
            status = json.textValue();
          }
        } else {
          json.skip();
        }
      } while (json.more('}'));
    }
    int pair = pairs.find(name);
    if (pair >= 0) {
      statuses.put(
          pairs.instrument(pair), new Status(KrakenPairs.status(status), "pair is " + status));
    }
  }
}
