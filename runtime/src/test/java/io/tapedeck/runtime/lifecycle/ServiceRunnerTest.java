package io.tapedeck.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceRunnerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  private Service service(String name) {
    return Service.of(name, () -> log.add("+" + name), timeout -> log.add("-" + name));
  }

  private Service failing(String name) {
    return Service.of(
        name,
        () -> {
          throw new IOException("no port");
        },
        timeout -> log.add("-" + name));
  }

  private static ServiceRunner runner(Service... services) {
    return new ServiceRunner("test", List.of(services), PATIENCE);
  }

  @Test
  void startsInOrderAndStopsInReverse() {
    ServiceRunner runner = runner(service("a"), service("b"), service("c"));

    runner.start();
    assertThat(runner.state()).isEqualTo(ServiceState.RUNNING);
    assertThat(runner.state("b")).isEqualTo(ServiceState.RUNNING);
    runner.requestStop("test");
    int code = runner.awaitTermination();

    assertThat(code).isZero();
    assertThat(log).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
    assertThat(runner.state()).isEqualTo(ServiceState.STOPPED);
    assertThat(runner.state("a")).isEqualTo(ServiceState.STOPPED);
  }

  @Test
  void failedStartStopsTheOthersWithCode() {
    ServiceRunner runner = runner(service("a"), failing("b"), service("c"));

    int code = runner.run();

    assertThat(code).isEqualTo(1);
    assertThat(log).containsExactly("+a", "-b", "-a");
    assertThat(runner.state()).isEqualTo(ServiceState.FAILED);
    assertThat(runner.state("b")).isEqualTo(ServiceState.FAILED);
    assertThat(runner.state("c")).isEqualTo(ServiceState.NEW);
    assertThat(runner.failure()).hasMessage("no port");
  }

  @Test
  void failureWhileRunningStopsEverything() {
    RoleThread role =
        new RoleThread(
            new Role() {
              @Override
              public String roleName() {
                return "worker";
              }

              @Override
              public int doWork() {
                throw new IllegalStateException("broken");
              }

              @Override
              public void onClose() {
                log.add("closed");
              }
            },
            Duration.ZERO);
    ServiceRunner runner = runner(service("a"), role);

    assertThat(runner.run()).isEqualTo(1);

    assertThat(log).contains("+a", "-a", "closed");
    assertThat(runner.failure()).hasMessage("broken");
  }

  @Test
  void failureWhileStoppingStillStopsTheOthers() {
    Service stubborn =
        Service.of(
            "b",
            () -> {},
            timeout -> {
              throw new IllegalStateException("stuck");
            });
    ServiceRunner runner = runner(service("a"), stubborn);

    runner.start();
    runner.requestStop("test");

    assertThat(runner.awaitTermination()).isEqualTo(1);
    assertThat(log).containsExactly("+a", "-a");
  }

  @Test
  void readinessFollowsTheState() {
    ServiceRunner runner = runner(service("a"));

    assertThat(runner.healthChecks().get(0).check().up()).isFalse();
    runner.start();
    assertThat(runner.healthChecks().get(0).check().up()).isTrue();
    runner.requestStop("test");
    runner.awaitTermination();
    assertThat(runner.healthChecks().get(0).check().up()).isFalse();
  }

  @Test
  void isStartedOnce() {
    ServiceRunner runner = runner(service("a"));
    runner.start();

    assertThatThrownBy(runner::start).hasMessage("test cannot go from RUNNING to STARTING");
    runner.requestStop("test");
    runner.awaitTermination();
  }

  @Test
  void refusesTwoServicesOfOneName() {
    assertThatThrownBy(() -> runner(service("a"), service("a"))).hasMessageContaining("called a");
  }

  @Test
  void onlyLegalTransitions() {
    StateMachine machine = new StateMachine("m");

    assertThatThrownBy(() -> machine.become(ServiceState.RUNNING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("m cannot go from NEW to RUNNING");
    machine.become(ServiceState.STARTING);
    machine.become(ServiceState.RUNNING);
    machine.become(ServiceState.FAILED);
    for (ServiceState next : ServiceState.values()) {
      assertThat(machine.tryBecome(next)).as(next.name()).isFalse();
    }
  }

  @Test
  void roleWorksOnOneThreadUntilStopped() throws InterruptedException {
    AtomicInteger turns = new AtomicInteger();
    CountDownLatch began = new CountDownLatch(1);
    RoleThread thread =
        new RoleThread(
            new Role() {
              @Override
              public String roleName() {
                return "role-under-test";
              }

              @Override
              public void onStart() {
                log.add("start " + Thread.currentThread().getName());
              }

              @Override
              public int doWork() {
                turns.incrementAndGet();
                began.countDown();
                return 0;
              }

              @Override
              public void onClose() {
                log.add("close " + Thread.currentThread().getName());
              }
            },
            Duration.ofMillis(1));

    thread.start();
    began.await();
    thread.stop(PATIENCE);
    int after = turns.get();

    assertThat(log).containsExactly("start role-under-test", "close role-under-test");
    Awaitility.await().during(Duration.ofMillis(50)).until(() -> turns.get() == after);
  }

  @Test
  void blockedRoleIsInterrupted() {
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    RoleThread thread =
        new RoleThread(
            new Role() {
              @Override
              public String roleName() {
                return "blocked";
              }

              @Override
              public int doWork() throws InterruptedException {
                new CountDownLatch(1).await();
                return 1;
              }
            },
            Duration.ZERO);
    thread.onFailure(failures::add);

    thread.start();
    thread.stop(Duration.ofMillis(200));

    Awaitility.await().until(() -> !thread.healthChecks().get(0).check().up());
    assertThat(failures).isEmpty();
  }
}
