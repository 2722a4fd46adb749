package io.tapedeck.runtime.resources;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ResourceWatchTest {
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private Resources now = new Resources(10, 10, 10, 10);
  private int collections;
  private final ResourceWatch watch = new ResourceWatch(() -> now, () -> collections++, 80);

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    said.start();
    ((Logger) LoggerFactory.getLogger(ResourceWatch.class)).addAppender(said);
  }

  @AfterEach
  void leave() {
    ((Logger) LoggerFactory.getLogger(ResourceWatch.class)).detachAppender(said);
  }

  private List<String> lines() {
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  @Tag("B37")
  void warnsOnceWhenSomethingPassesTheThresholdAndAgainAfterItCameBack() {
    watch.doWork();
    assertThat(lines()).isEmpty();
    now = new Resources(93.25, 81, 10, 10);
    watch.doWork();
    watch.doWork();
    assertThat(lines())
        .containsExactly("Warning: High resource usage detected: CPU 93.3%, memory 81.0%");

    now = new Resources(10, 10, 10, 10);
    watch.doWork();
    now = new Resources(10, 10, 99, 10);
    watch.doWork();
    assertThat(lines()).hasSize(2).last().asString().contains("disk 99.0%");
  }

  @Test
  @Tag("B22")
  void aHighHeapIsCollectedOnceAndSaysWhatWasLeft() {
    now = new Resources(10, 10, 10, 85);
    watch.doWork();
    watch.doWork();

    assertThat(collections).isEqualTo(1);
    assertThat(lines())
        .containsExactly("High memory usage: 85.0%", "Memory cleanup completed: 85.0% left");
  }

  @Test
  void whatTheSystemDoesNotTellIsNoWarning() {
    now = new Resources(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    watch.doWork();

    assertThat(lines()).isEmpty();
  }

  @Test
  void looksAtThisMachine() {
    Resources real = Resources.now(folder.resolve("not/there/yet"));

    assertThat(real.disk()).isBetween(0.0, 100.0);
    assertThat(real.memory()).isBetween(0.0, 100.0);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    ResourceWatch.of(folder, 80, meters);
    assertThat(meters.get("host.memory.total").gauge().value())
        .isGreaterThan(meters.get("host.memory.available").gauge().value());
    assertThat(meters.get("disk.free").gauge().value()).isPositive();
  }
}
