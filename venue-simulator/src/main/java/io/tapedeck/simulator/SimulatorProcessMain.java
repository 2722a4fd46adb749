package io.tapedeck.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulator as a process of its own: {@code --config file.json}. Once both ports are bound it
 * writes {@code endpoints.json} beside the ledger ({@code rest}, {@code websocket}, {@code ledger},
 * {@code pid}); it runs until it is killed.
 */
public final class SimulatorProcessMain {
  /** Name of the file that says where the venue is. */
  public static final String ENDPOINTS_FILE = "endpoints.json";

  private static final Logger LOG = LoggerFactory.getLogger(SimulatorProcessMain.class);

  private SimulatorProcessMain() {}

  /** Runs until killed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 2 || !args[0].equals("--config")) {
      throw new IllegalArgumentException("usage: --config file.json");
    }
    SimulatorConfig config = SimulatorConfig.read(Path.of(args[1]));
    Files.deleteIfExists(config.ledgerDirectory().resolve(ENDPOINTS_FILE));
    VenueSimulator simulator = VenueSimulator.start(config);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(simulator, closed)));
    writeEndpoints(config.ledgerDirectory(), simulator);
    closed.await();
  }

  private static void close(VenueSimulator simulator, CountDownLatch closed) {
    try {
      simulator.close();
    } catch (IOException e) {
      LOG.error("ledger not closed", e);
    }
    closed.countDown();
  }

  private static void writeEndpoints(Path directory, VenueSimulator simulator) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Path fresh = directory.resolve(ENDPOINTS_FILE + ".new");
    json.writeValue(
        fresh.toFile(),
        json.createObjectNode()
            .put("rest", simulator.restUrl())
            .put("websocket", simulator.webSocketUrl())
            .put("ledger", simulator.ledgerFile().toString())
            .put("pid", ProcessHandle.current().pid()));
    Files.move(
        fresh,
        directory.resolve(ENDPOINTS_FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
