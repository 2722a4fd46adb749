package io.tapedeck.ingest.venue;

import io.tapedeck.runtime.health.HealthCheck;
import io.tapedeck.runtime.lifecycle.Service;
import java.time.Duration;
import java.util.List;

/** Answers for the feed: is it connected, and was anything heard lately. */
public final class FeedHealth implements Service {
  private final FeedConnector connector;

  public FeedHealth(FeedConnector connector) {
    this.connector = connector;
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
        HealthCheck.ready("feed-fresh", connector::freshCheck));
  }
}
