package io.tapedeck.ingest;

import io.tapedeck.ingest.core.Backoff;
import io.tapedeck.ingest.kafka.Tape;
import io.tapedeck.ingest.venue.FeedConnector;
import io.tapedeck.ingest.venue.FeedHealth;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.FeedQueue;
import io.tapedeck.ingest.venue.FeedWorker;
import io.tapedeck.ingest.venue.kraken.KrakenSession;
import io.tapedeck.ingest.venue.kraken.KrakenSubscriptions;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.lifecycle.RoleThread;
import io.tapedeck.runtime.lifecycle.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ingest service:
 *
 * <ol>
 *   <li>opens the tape: learns from its tail which trades are on it already
 *   <li>sends marks, conflated, once the ticks they were taken from are acknowledged
 *   <li>works through what the socket gives: parses, verifies books, drops duplicates, writes
 *   <li>keeps a socket to the venue open
 * </ol>
 */
public final class IngestApp {
  private IngestApp() {}

  /** The services that make it up, in the order they start. */
  public static List<Service> services(IngestConfig config, Platform platform) {
    FeedProtocol protocol =
        new KrakenSession(
            new KrakenSubscriptions(
                config.symbols(), config.channels(), config.bookDepth(), config.tradeSnapshot()),
            config.bookOnTape(),
            platform.meters());
    Tape tape =
        new Tape(
            platform,
            new Tape.Settings(
                "tapedeck-ingest",
                true,
                config.tradeIdsFromTape() ? protocol.instruments() : List.of(),
                config.marksInterval(),
                config.linger()));
    FeedQueue queue = new FeedQueue(config.queueCapacity());
    FeedWorker worker =
        new FeedWorker(
            queue,
            protocol,
            tape.writer(),
            platform.clock(),
            platform.meters(),
            config.latencyWarning());
    FeedConnector connector =
        new FeedConnector(
            new FeedConnector.Settings(
                config.websocketUrl(), config.connectTimeout(), config.silenceTimeout()),
            queue,
            protocol,
            platform.clock(),
            new Backoff(
                config.reconnectDelay(),
                config.reconnectMaxDelay(),
                () -> ThreadLocalRandom.current().nextDouble()),
            platform.meters());
    List<Service> services = new ArrayList<>(tape.services());
    services.add(new RoleThread(worker, Duration.ZERO));
    services.add(new RoleThread(connector, Duration.ZERO));
    services.add(new FeedHealth(connector));
    return services;
  }
}
