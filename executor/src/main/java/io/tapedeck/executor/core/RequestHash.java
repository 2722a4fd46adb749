package io.tapedeck.executor.core;

import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.order.OrderCommand;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash of what is asked of the venue, in a canonical text that no venue's format changes. */
final class RequestHash {
  private RequestHash() {}

  static String of(OrderCommand command, ClientOrderId clientOrderId) {
    String canonical =
        String.join(
            "|",
            command.account().value(),
            command.instrument().value(),
            clientOrderId.value(),
            // records print their components in order, amounts as plain decimals
            command.action().toString());
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(canonical.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
