package io.tapedeck.executor.venue.kraken;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which errors say for certain that an order was not taken. Everything not listed leaves it open,
 * and the venue is asked: errors of the service behind the gate (EService), internal errors, and
 * whatever speaks of a duplicate.
 */
final class KrakenErrors {
  private static final Set<String> DEFINITIVE_GROUPS =
      Set.of("EOrder", "EQuery", "EAPI", "EFunding", "EAccount");
  private static final Set<String> DEFINITIVE_GENERAL =
      Set.of("Invalid arguments", "Permission denied", "Unknown method");

  private KrakenErrors() {}

  /** True if each error by itself proves that nothing was done. */
  static boolean definitive(List<String> errors) {
    return !errors.isEmpty() && errors.stream().allMatch(KrakenErrors::definitive);
  }

  /** Errors about the key itself, not about what was asked with it. */
  static boolean credentials(String errors) {
    return errors.contains("EAPI:Invalid key")
        || errors.contains("EAPI:Invalid signature")
        || errors.contains("Permission denied");
  }

  static boolean rateLimit(List<String> errors) {
    return errors.stream()
        .anyMatch(error -> error.contains("Rate limit exceeded") || error.contains("Throttled"));
  }

  private static boolean definitive(String error) {
    if (error.toLowerCase(Locale.ROOT).contains("duplicate")) {
      return false;
    }
    String[] parts = error.split(":", 3);
    if (DEFINITIVE_GROUPS.contains(parts[0])) {
      return true;
    }
    return parts[0].equals("EGeneral")
        && parts.length > 1
        && DEFINITIVE_GENERAL.stream().anyMatch(known -> known.equalsIgnoreCase(parts[1]));
  }
}
