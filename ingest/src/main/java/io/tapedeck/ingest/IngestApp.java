package io.tapedeck.ingest;

import io.tapedeck.ingest.core.Backoff;
import io.tapedeck.ingest.kafka.Tape;
import io.tapedeck.ingest.kafka.TradeIdentity;
import io.tapedeck.ingest.venue.FeedConnector;
import io.tapedeck.ingest.venue.FeedHealth;
import io.tapedeck.ingest.venue.FeedMonitor;
import io.tapedeck.ingest.venue.FeedProtocol;
import io.tapedeck.ingest.venue.FeedQueue;
import io.tapedeck.ingest.venue.FeedQueue.Policy;
import io.tapedeck.ingest.venue.FeedWorker;
import io.tapedeck.ingest.venue.ReferencePoller;
import io.tapedeck.ingest.venue.ReferenceSource;
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
 *   <li>keeps a socket to the venue open, on the primary address or on one to fall back on
 *   <li>asks the venue's REST API now and then what may trade and when
 * </ol>
 */
public final class IngestApp {
  private IngestApp() {}

  /** The services that make it up, in the order they start. */
  public static List<Service> services(IngestConfig config, Platform platform) {
    FeedProtocol protocol = VenueFeeds.protocol(config, platform.meters());
    Tape tape = new Tape(platform, tape(config, protocol));
    FeedQueue queue =
        new FeedQueue(
            config.queueCapacity(),
            config.queuePolicy().equals("conflate") ? Policy.CONFLATE : Policy.BLOCK);
    FeedWorker worker =
        new FeedWorker(
            queue,
            protocol,
            new FeedMonitor.Settings(
                config.quietAfter(), config.staleAfter(), config.clockSkewWarning()),
            tape.writer(),
            tape::lastReceived,
            config.latencyWarning(),
            platform.clock(),
            platform.meters());
    FeedConnector connector =
        new FeedConnector(
            new FeedConnector.Settings(
                config.urls(),
                config.failuresToSwitch(),
                config.returnAfter(),
                config.connectTimeout(),
                config.silenceTimeout(),
                config.refusedWait()),
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
    ReferenceSource reference = VenueFeeds.reference(config);
    if (reference != null) {
      ReferencePoller poller =
          new ReferencePoller(
              reference,
              config.referenceInterval(),
              queue,
              worker.monitor(),
              platform.clock(),
              platform.meters());
      services.add(new RoleThread(poller, Duration.ZERO));
    }
    services.add(new FeedHealth(connector, worker.monitor()));
    return services;
  }

  /** How the ticks of a protocol are written. */
  static Tape.Settings tape(IngestConfig config, FeedProtocol protocol) {
    return new Tape.Settings(
        "tapedeck-ingest",
        protocol.tradeIdsInSequence() ? TradeIdentity.SEQUENCE : TradeIdentity.CONTENT,
        config.tradeIdsFromTape() ? protocol.instruments() : List.of(),
        config.marksInterval(),
        config.linger());
  }
}
