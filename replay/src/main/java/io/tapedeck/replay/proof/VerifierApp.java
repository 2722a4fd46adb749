package io.tapedeck.replay.proof;

import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.RoleThread;
import io.tapedeck.runtime.lifecycle.Service;
import java.time.Duration;
import java.util.List;

/** The continuous verifier as a part of its own. */
public final class VerifierApp {
  private VerifierApp() {}

  /** The services that make it up; none if it is switched off. */
  public static List<Service> services(VerifierConfig config, Platform platform) {
    return config.enabled()
        ? List.of(new RoleThread(new ShadowVerifier(config, platform), Duration.ZERO))
        : List.of();
  }
}
