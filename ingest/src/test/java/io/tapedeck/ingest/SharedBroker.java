package io.tapedeck.ingest;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One broker for all classes that ask for it; it ends with the run. Topics differ by prefix. */
final class SharedBroker implements BeforeAllCallback {
  private static volatile IngestHarness harness;

  /** The broker, once a class that extends itself with this has begun. */
  static IngestHarness harness() {
    return harness;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.GLOBAL)
        .getOrComputeIfAbsent(
            SharedBroker.class,
            key -> {
              harness = new IngestHarness();
              return (AutoCloseable) harness::close;
            });
  }
}
