package io.tapedeck.ingest.venue.kraken;

import io.tapedeck.ingest.core.JsonScanner;
import io.tapedeck.ingest.core.SymbolTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What both versions' readers share: values with their rules, and objects member by member. */
final class KrakenReader {
  static final long LARGEST_CHECKSUM = 0xFFFF_FFFFL;
  private static final int LONGEST_EXCERPT = 200;

  final JsonScanner json = new JsonScanner();
  final KrakenPairs pairs;
  private byte[] bytes = new byte[0];

  KrakenReader(KrakenPairs pairs) {
    this.pairs = pairs;
  }

  void over(byte[] frame, int from, int to) {
    bytes = frame;
    json.over(frame, from, to);
  }

  /** Names of members; their numbers are those of the list. */
  static SymbolTable names(String... names) {
    return new SymbolTable(List.of(names));
  }

  /** Reads a member's name; its number, or -1 for one that is not in the table. */
  int member(SymbolTable names) {
    json.name();
    return json.textIn(names);
  }

  /** Notes a member of an object; refuses one that comes twice. Others than the table's pass. */
  long seen(long seen, int member) {
    if (member < 0) {
      return seen;
    }
    long bit = 1L << member;
    if ((seen & bit) != 0) {
      throw json.refused("a member comes twice");
    }
    return seen | bit;
  }

  /** The set of these members. */
  static long all(int... members) {
    long set = 0;
    for (int member : members) {
      set |= 1L << member;
    }
    return set;
  }

  /** Refuses an object in which one of these is missing. */
  void complete(long seen, SymbolTable names, long needed) {
    long missing = needed & ~seen;
    if (missing != 0) {
      String first = names.symbols().get(Long.numberOfTrailingZeros(missing));
      throw json.refused("member " + first + " is missing");
    }
  }

  int pair() {
    json.text();
    return pairOfText();
  }

  /** The pair that the text last read names. */
  int pairOfText() {
    int name = json.textIn(pairs.names());
    if (name < 0) {
      throw json.refused("a symbol that was not subscribed");
    }
    return name % pairs.count();
  }

  long notNegative() {
    return notNegative(json.decimal());
  }

  /** A sum or an average, rounded in the ninth place. */
  long roundedNotNegative() {
    return notNegative(json.rounded());
  }

  private long notNegative(long raw) {
    if (raw < 0) {
      throw json.refused("a negative price or size");
    }
    return raw;
  }

  long positive() {
    long raw = json.decimal();
    if (raw <= 0) {
      throw json.refused("a price or size that is not above zero");
    }
    return raw;
  }

  /** A time of RFC 3339. */
  long time() {
    json.text();
    return json.textNanos();
  }

  /** A time in seconds with a fraction: as a scale-9 value it is the nanoseconds. */
  long secondsAsNanos() {
    return notNegative(json.decimal());
  }

  long checksum() {
    long checksum = json.natural();
    if (checksum > LARGEST_CHECKSUM) {
      throw json.refused("a checksum of more than 32 bits");
    }
    return checksum;
  }

  /** A text, or null for a value of any other type. */
  @Nullable String optionalText() {
    if (json.peek() != '"') {
      json.skip();
      return null;
    }
    json.text();
    return json.textValue();
  }

  /** The bytes of a value, cut to what a log line bears. */
  String excerpt(int from, int to) {
    int length = Math.min(to - from, LONGEST_EXCERPT);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }
}
