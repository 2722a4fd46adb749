package io.tapedeck.localstack.harness;

import io.tapedeck.localstack.broker.EmbeddedBroker;
import io.tapedeck.localstack.harness.BrokerSource.RunningBroker;
import io.tapedeck.localstack.harness.BrokerSources.ChildJvmBroker;
import io.tapedeck.localstack.process.LocalStackException;
import io.tapedeck.localstack.registry.EmbeddedRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * A broker, and a registry where wanted, on free ports, for one test class. Close it in {@code
 * AfterAll}; a directory of its own making goes with it. The broker is a child JVM, or what the
 * system property {@value BrokerSource#PROPERTY} says; tests that kill or pause it, or start it
 * again on its data, ask for the child JVM by {@link #embedded()} or by giving the directory.
 */
public final class LocalStack implements AutoCloseable {
  private static final short ONE_REPLICA = 1;

  private final RunningBroker broker;
  private final @Nullable EmbeddedRegistry registry;
  private final @Nullable Path ownDirectory;
  private @Nullable Admin admin;

  private LocalStack(
      RunningBroker broker, @Nullable EmbeddedRegistry registry, @Nullable Path ownDirectory) {
    this.broker = broker;
    this.registry = registry;
    this.ownDirectory = ownDirectory;
  }

  /** A broker alone, in a temporary directory. */
  public static LocalStack broker() {
    Path directory = temporary();
    return new LocalStack(BrokerSources.chosen().start(directory), null, directory);
  }

  /** A broker and a registry, in a temporary directory. */
  public static LocalStack brokerAndRegistry() {
    Path directory = temporary();
    return start(BrokerSources.chosen(), directory, directory);
  }

  /** The same with a broker that is a child JVM whatever the system property says. */
  public static LocalStack embedded() {
    Path directory = temporary();
    return start(BrokerSources.embedded(), directory, directory);
  }

  /** A broker, always a child JVM, and a registry in a given directory, which stays. */
  public static LocalStack brokerAndRegistry(Path directory) {
    return start(BrokerSources.embedded(), directory, null);
  }

  /**
   * The broker's process.
   *
   * @throws LocalStackException if the broker is no child JVM
   */
  public EmbeddedBroker embeddedBroker() {
    if (broker instanceof ChildJvmBroker child) {
      return child.process();
    }
    throw new LocalStackException(
        "This stack's broker is no child JVM; start it with LocalStack.embedded()");
  }

  /**
   * @throws LocalStackException if the stack was started without a registry
   */
  public EmbeddedRegistry embeddedRegistry() {
    if (registry == null) {
      throw new LocalStackException(
          "This stack has no registry; start it with LocalStack.brokerAndRegistry()");
    }
    return registry;
  }

  /** {@code host:port} of the broker. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** Base address of the registry. */
  public String registryUrl() {
    return embeddedRegistry().url();
  }

  /** An admin client, closed with the stack. */
  public synchronized Admin admin() {
    if (admin == null) {
      admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers()));
    }
    return admin;
  }

  /**
   * Creates topics with default settings and returns when they are there.
   *
   * @param partitions number of partitions by topic name
   */
  public void createTopics(Map<String, Integer> partitions) {
    List<NewTopic> topics =
        partitions.entrySet().stream()
            .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), ONE_REPLICA))
            .toList();
    try {
      admin().createTopics(topics).all().get();
    } catch (ExecutionException e) {
      throw new LocalStackException("Cannot create " + partitions.keySet(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while creating " + partitions.keySet(), e);
    }
  }

  @Override
  public synchronized void close() {
    if (admin != null) {
      admin.close();
      admin = null;
    }
    if (registry != null) {
      registry.close();
    }
    broker.close();
    if (ownDirectory != null) {
      delete(ownDirectory);
    }
  }

  private static LocalStack start(
      BrokerSource source, Path directory, @Nullable Path ownDirectory) {
    RunningBroker broker = source.start(directory);
    try {
      EmbeddedRegistry registry = EmbeddedRegistry.in(directory, broker.bootstrapServers()).start();
      return new LocalStack(broker, registry, ownDirectory);
    } catch (LocalStackException e) {
      broker.close();
      throw e;
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("tapedeck-stack-");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create a temporary directory", e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + directory, e);
    }
  }
}
