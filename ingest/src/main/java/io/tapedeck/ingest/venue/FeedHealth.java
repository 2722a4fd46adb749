package io.tapedeck.ingest.venue;

import io.tapedeck.runtime.health.HealthCheck;
import io.tapedeck.runtime.lifecycle.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Answers for the feed: is it connected, was anything heard lately, and which symbols are stale.
 */
public final class FeedHealth implements Service {
  private final FeedConnector connector;
  private final FeedMonitor monitor;

  public FeedHealth(FeedConnector connector, FeedMonitor monitor) {
    this.connector = connector;
    this.monitor = monitor;
  }

  @Override
  public String name() {
    return "ingest-feed";
  }

  @Override
  public void start() {}

  @Override
  public void stop(Duration timeout) {}

  @Override
  public List<HealthCheck> healthChecks() {
    return List.of(
        HealthCheck.ready("feed-connected", connector::connectedCheck),
        HealthCheck.ready("feed-fresh", connector::freshCheck),
        HealthCheck.ready("symbols-fresh", this::symbols));
  }

  /** Stale symbols with their age; down only when all are, since one may simply not trade. */
  private HealthCheck.Result symbols() {
    Map<String, Long> stale = monitor.stale();
    return new HealthCheck.Result(
        stale.isEmpty() || stale.size() < monitor.expected(),
        stale.isEmpty() ? "no symbol is stale" : "stale for seconds: " + stale);
  }
}
