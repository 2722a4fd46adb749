package io.tapedeck.localstack.container;

import io.tapedeck.localstack.harness.BrokerSource;
import io.tapedeck.localstack.process.LocalStackException;
import java.nio.file.Path;
import java.util.Map;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Starts a Kafka image with the settings that tests rely on. The system property {@value
 * #IMAGE_PROPERTY} names the image; it must be laid out as apache/kafka is.
 */
public final class ContainerBrokerSource implements BrokerSource {
  private static final String IMAGE_PROPERTY = "tapedeck.kafka.image";
  private static final String APACHE_KAFKA = "apache/kafka";

  /** As the child JVM has them, where a test would notice the difference. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
          "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "1",
          "KAFKA_LOG_RETENTION_MS", "-1");

  @Override
  public String name() {
    return "container";
  }

  @Override
  @SuppressWarnings("resource") // the running broker closes it
  public RunningBroker start(Path directory) {
    String image = System.getProperty(IMAGE_PROPERTY, APACHE_KAFKA + ":4.3.1");
    DockerImageName name = DockerImageName.parse(image).asCompatibleSubstituteFor(APACHE_KAFKA);
    KafkaContainer container = new KafkaContainer(name).withEnv(SETTINGS);
    try {
      container.start();
    } catch (ContainerLaunchException | IllegalStateException e) {
      container.close();
      throw new LocalStackException(
          "No broker from image "
              + image
              + "; -Pdocker needs a Docker engine and this image (ops/build-kafka-image.sh builds"
              + " one, -D"
              + IMAGE_PROPERTY
              + " names it)",
          e);
    }
    return new Running(container);
  }

  private record Running(KafkaContainer container) implements RunningBroker {
    @Override
    public String bootstrapServers() {
      return container.getBootstrapServers();
    }

    @Override
    public void close() {
      container.close();
    }
  }
}
