package io.tapedeck.localstack.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.localstack.process.LocalStackException;
import io.tapedeck.localstack.registry.EmbeddedRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {
  @TempDir Path directory;

  @Test
  void startsBothCreatesTopicsAndLeavesNothingRunning() throws Exception {
    long broker;
    long registry;
    try (LocalStack stack = LocalStack.embedded()) {
      stack.createTopics(Map.of("a", 1, "b", 3));

      assertThat(stack.admin().listTopics().names().get()).contains("a", "b");
      assertThat(stack.registryUrl()).startsWith("http://127.0.0.1:");
      broker = stack.embeddedBroker().pid();
      registry = stack.embeddedRegistry().pid();
    }

    assertThat(ProcessHandle.of(broker).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(ProcessHandle.of(registry).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void keepsPortsInGivenDirectory() {
    String bootstrap;
    String url;
    try (LocalStack stack = LocalStack.brokerAndRegistry(directory)) {
      bootstrap = stack.bootstrapServers();
      url = stack.registryUrl();
      assertThatThrownBy(() -> EmbeddedRegistry.in(directory, stack.bootstrapServers()).start())
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining("already running as pid");
    }
    try (LocalStack again = LocalStack.brokerAndRegistry(directory)) {
      assertThat(again.bootstrapServers()).isEqualTo(bootstrap);
      assertThat(again.registryUrl()).isEqualTo(url);
    }
  }

  @Test
  void brokerAloneHasNoRegistry() {
    try (LocalStack stack = LocalStack.broker()) {
      assertThatThrownBy(stack::registryUrl)
          .isInstanceOf(LocalStackException.class)
          .hasMessageContaining("brokerAndRegistry");
    }
  }
}
