package io.tapedeck.localstack.broker;

import java.nio.file.Files;
import java.nio.file.Path;

/** A process that starts a broker and waits to be killed. */
final class BrokerParent {
  private BrokerParent() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    EmbeddedBroker broker = EmbeddedBroker.in(directory.resolve("child")).start();
    Path partial = directory.resolve("started.tmp");
    Files.writeString(partial, String.valueOf(broker.pid()));
    Files.move(partial, directory.resolve("started"));
    Thread.sleep(Long.MAX_VALUE);
  }
}
