package io.tapedeck.ingest.venue;

import java.net.URI;
import java.util.List;

/**
 * The primary address of a feed and those to fall back on. After so many failures in a row the next
 * one's turn comes, round and round. Not thread-safe.
 */
final class FeedAddresses {
  private final List<URI> addresses;
  private final int patience;
  private int at;
  private int failures;

  /**
   * Begins with the first.
   *
   * @param patience failures in a row after which the next address is tried
   */
  FeedAddresses(List<URI> addresses, int patience) {
    this.addresses = List.copyOf(addresses);
    this.patience = patience;
  }

  URI current() {
    return addresses.get(at);
  }

  URI primary() {
    return addresses.get(0);
  }

  boolean onPrimary() {
    return at == 0;
  }

  void succeeded() {
    failures = 0;
  }

  /** True if that made another address the current one. */
  boolean failed() {
    if (++failures < patience || addresses.size() == 1) {
      return false;
    }
    failures = 0;
    at = (at + 1) % addresses.size();
    return true;
  }

  void backToPrimary() {
    at = 0;
    failures = 0;
  }
}
