package io.tapedeck.runtime.lag;

import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.health.HealthCheck;
import io.tapedeck.runtime.lifecycle.FailureListener;
import io.tapedeck.runtime.lifecycle.Role;
import io.tapedeck.runtime.lifecycle.RoleThread;
import io.tapedeck.runtime.lifecycle.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lag poller, every interval:
 *
 * <ol>
 *   <li>asks the cluster for groups, committed offsets, ends and disks
 *   <li>reads the time of each group's next record
 *   <li>shows lag in offsets and seconds, members, losses and open transactions as metrics
 * </ol>
 *
 * <p>A cluster that does not answer is waited for; meanwhile it shows nothing but that.
 */
public final class LagPoller implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(LagPoller.class);
  private static final String NAME = "lag";
  private static final int FAILED_FOR_GOOD = 2;
  private static final int SMALL_FETCH_BYTES = 16 * 1024;

  private final Platform platform;
  private final LagConfig config;
  private final List<String> expected;
  private final RoleThread thread;
  private volatile @Nullable Boolean sees;

  /**
   * A poller.
   *
   * @param expected groups that must have members, besides those of the config
   */
  public LagPoller(LagConfig config, Platform platform, List<String> expected) {
    this.platform = platform;
    this.config = config;
    this.expected = new ArrayList<>(expected);
    this.expected.addAll(config.expectedGroups());
    this.thread = new RoleThread(new Looking(), config.interval());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void onFailure(FailureListener listener) {
    thread.onFailure(listener);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void stop(Duration timeout) {
    thread.stop(timeout);
  }

  @Override
  public List<HealthCheck> healthChecks() {
    List<HealthCheck> checks = new ArrayList<>(thread.healthChecks());
    checks.add(
        HealthCheck.ready(
            NAME + "-looks",
            () ->
                Boolean.TRUE.equals(sees)
                    ? HealthCheck.Result.up("sees the cluster")
                    : HealthCheck.Result.down("the cluster does not answer")));
    return checks;
  }

  private final class Looking implements Role {
    private final LagMetrics metrics = new LagMetrics(platform.meters(), config.clusterName());
    private final OpenTransactions transactions = new OpenTransactions();
    private @Nullable Admin admin;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private @Nullable Lookout lookout;
    private @Nullable RecordTimes times;
    private int failed;

    @Override
    public String roleName() {
      return "lag-poller";
    }

    @Override
    public int doWork() throws InterruptedException {
      try {
        look();
        if (Boolean.FALSE.equals(sees)) {
          LOG.info("lag: the cluster answers again");
        }
        sees = true;
        failed = 0;
      } catch (ExecutionException | KafkaException e) {
        metrics.failed();
        // a topic or group that is deleted during a look fails it once
        if (++failed >= FAILED_FOR_GOOD) {
          if (!Boolean.FALSE.equals(sees)) {
            LOG.warn("lag: the cluster cannot be looked at, trying again: {}", e.toString());
          }
          sees = false;
          metrics.blind();
        }
      }
      return 0;
    }

    private void look() throws ExecutionException, InterruptedException {
      long begun = platform.clock().monotonicNanos();
      open();
      if (lookout == null || times == null) {
        throw new IllegalStateException("opened above");
      }
      ClusterLook look = lookout.look();
      Map<RecordTimes.Place, Long> read =
          times.of(GroupLag.places(look), look.stable(), config.readWithin());
      long now = platform.clock().epochNanos() / 1_000_000;
      Map<TopicPartition, Double> open =
          transactions.seconds(look, platform.clock().monotonicNanos());
      long took = (platform.clock().monotonicNanos() - begun) / 1_000_000;
      metrics.show(look, GroupLag.of(look, read, now), open, took);
    }

    /** The clients are made at the first look: a bad address must not end the process. */
    private void open() {
      if (admin == null) {
        Admin made = platform.kafka().admin("tapedeck-lag-admin");
        admin = made;
        lookout = new Lookout(made, expected);
      }
      if (consumer == null) {
        Consumer<byte[], byte[]> made =
            platform
                .kafka()
                .consumer(
                    null,
                    "tapedeck-lag-reader",
                    Map.of(
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        SMALL_FETCH_BYTES,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        50));
        consumer = made;
        times = new RecordTimes(made);
      }
    }

    @Override
    public void onClose() {
      if (consumer != null) {
        consumer.close();
      }
      if (admin != null) {
        admin.close(Duration.ofSeconds(1));
      }
    }
  }
}
