package io.tapedeck.signals.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tapedeck.domain.id.StrategyId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StrategyWatchTest {
  private static final StrategyId NAME = new StrategyId("momentum");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.tapedeck.signals");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long now = 1_000_000;

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
  }

  private List<String> said() {
    List<String> said = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    lines.list.clear();
    return said;
  }

  @Test
  @Tag("B19")
  void strategyThatIsNotFedIsReportedOnceAndAgainWhenItResponds() {
    StrategyWatch watch = new StrategyWatch(Duration.ofSeconds(30), () -> now, meters);
    watch.expect(NAME);
    now += 30_000;
    watch.look();
    assertThat(said()).isEmpty();

    now += 2_000;
    watch.look();
    watch.look();
    assertThat(said()).containsExactly("Strategy not responding for 32s: momentum was not fed");
    assertThat(meters.get("signal_strategies_not_responding").gauge().value()).isEqualTo(1);
    assertThat(
            meters
                .get("signal_strategy_silent_seconds")
                .tag("strategy", "momentum")
                .gauge()
                .value())
        .isEqualTo(32);

    watch.of(NAME).fed(now);
    watch.of(NAME).decided(now);
    watch.look();
    assertThat(said()).containsExactly("Strategy momentum responds again");
    assertThat(meters.get("signal_strategies_not_responding").gauge().value()).isZero();
  }

  @Test
  @Tag("B19")
  void strategyThatDoesNotComeBackFromATickIsReported() {
    StrategyWatch watch = new StrategyWatch(Duration.ofSeconds(30), () -> now, meters);
    StrategyWatch.Watched strategy = watch.of(NAME);
    strategy.fed(now);
    strategy.decided(now);
    now += 1_000;
    strategy.fed(now);
    now += 31_000;
    watch.look();

    assertThat(said())
        .containsExactly("Strategy not responding for 32s: momentum was fed and has not decided");
  }

  @Test
  @Tag("B21")
  void operationsAreTimedAndSlowOnesWarnedOf() {
    OperationTimes times = new OperationTimes(meters, Duration.ofSeconds(1));
    times.took("inference", TimeUnit.MILLISECONDS.toNanos(100));
    times.took("inference", TimeUnit.MILLISECONDS.toNanos(300));
    assertThat(said()).isEmpty();
    times.took("model-open", TimeUnit.MILLISECONDS.toNanos(1_250));

    assertThat(said()).containsExactly("Slow operation: model-open took 1.25s");
    var timer = meters.get("signal_operation_seconds").tag("operation", "inference").timer();
    assertThat(timer.count()).isEqualTo(2);
    assertThat(timer.mean(TimeUnit.MILLISECONDS)).isEqualTo(200);
    assertThat(timer.max(TimeUnit.MILLISECONDS)).isEqualTo(300);
  }
}
