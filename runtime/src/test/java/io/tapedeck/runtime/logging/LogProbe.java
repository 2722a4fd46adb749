package io.tapedeck.runtime.logging;

import io.tapedeck.runtime.config.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A process of its own that logs what must not be seen; started by {@link LoggingTest}. */
final class LogProbe {
  static final String CANARY = "canary\"7f3a/9+d=";

  private LogProbe() {}

  public static void main(String[] arguments) {
    Logger log = LoggerFactory.getLogger("io.tapedeck.probe");
    Secret secret = Secret.of(CANARY);
    MDC.put("account", CANARY);
    log.info("message " + CANARY);
    log.info("argument {} and wrapper {}", CANARY, secret);
    log.warn("exception", new IllegalStateException("inner " + CANARY, new Error(CANARY)));
    MDC.put("symbol", "X\n2026-01-01T00:00:00.000Z INFO  [main] forged-mdc");
    log.info("feed said {}", "hello\r\n2026-01-01T00:00:00.000Z ERROR [main] forged \u001b[31m");
    log.error("broken", new IllegalStateException("a\n2026-01-01T00:00:00.000Z ERROR forged-ex"));
    log.info(
        "Authorization: Bearer abcdefghijkl, api_key=unregistered-1, wss://u:unregistered-2@h/");
    log.debug("debug-line");
    LoggerFactory.getLogger("io.tapedeck.other").debug("other-debug-line");
    LogLevels.set("io.tapedeck.probe", "debug");
    log.debug("debug-after-change");
  }
}
