package io.tapedeck.schemas.serde;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.registry.RegistryClient;
import io.tapedeck.schemas.registry.RegistrySettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;

/**
 * Makes the formats of a service's topics: Confluent's wire format through the registry, or any
 * {@link Serde} class named in the config ({@code schema_registry.serde_class}).
 */
public final class Formats implements AutoCloseable {
  private final @Nullable RegistryClient registry;
  private final SchemaIds ids;
  private final @Nullable String serdeClass;
  private final Map<String, String> serdeConfig;

  public Formats(RegistrySettings settings) {
    this(settings, null, Map.of());
  }

  /**
   * As the config says.
   *
   * @param serdeClass null for our own
   * @param serdeConfig passed to the serde as it is
   */
  public Formats(
      RegistrySettings settings, @Nullable String serdeClass, Map<String, String> serdeConfig) {
    this.registry = new RegistryClient(settings);
    this.ids = new RegistrySchemaIds(registry);
    this.serdeClass = serdeClass;
    this.serdeConfig = Map.copyOf(serdeConfig);
  }

  /** Formats whose schemas come from elsewhere, such as an exported file. */
  public Formats(SchemaIds ids) {
    this.registry = null;
    this.ids = ids;
    this.serdeClass = null;
    this.serdeConfig = Map.of();
  }

  /**
   * Formats without a registry, for runs whose bytes no one else reads: ids are places in the
   * catalogue.
   */
  public static Formats offline() {
    return new Formats(new CatalogueSchemaIds());
  }

  /**
   * The registry behind.
   *
   * @throws IllegalStateException for {@link #offline} formats
   */
  public RegistryClient registry() {
    if (registry == null) {
      throw new IllegalStateException("offline formats have no registry");
    }
    return registry;
  }

  /** A format for one thread. */
  public <T> RecordFormat<T> of(Topic<T> topic) {
    return serdeClass == null ? confluent(topic) : new ForeignFormat<>(topic, serde(serdeClass));
  }

  /** The wire format for one thread, whatever the config says: for code on the tick path. */
  public <T> ConfluentFormat<T> confluent(Topic<T> topic) {
    return new ConfluentFormat<>(topic, ids);
  }

  private Serde<Object> serde(String className) {
    try {
      @SuppressWarnings("unchecked") // a serde of generic records takes and gives objects
      Serde<Object> serde =
          (Serde<Object>)
              Class.forName(className)
                  .asSubclass(Serde.class)
                  .getDeclaredConstructor()
                  .newInstance();
      serde.configure(new HashMap<>(serdeConfig), false);
      return serde;
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "schema_registry.serde_class: "
              + className
              + " is no Kafka Serde with a no-argument"
              + " constructor on the class path: "
              + e,
          e);
    }
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
  }
}
