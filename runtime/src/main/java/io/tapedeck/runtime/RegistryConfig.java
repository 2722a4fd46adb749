package io.tapedeck.runtime;

import io.tapedeck.runtime.config.Default;
import io.tapedeck.runtime.config.Doc;
import io.tapedeck.runtime.config.NotEmpty;
import io.tapedeck.runtime.config.Positive;
import io.tapedeck.runtime.config.Secret;
import io.tapedeck.schemas.registry.RegistrySettings;
import io.tapedeck.schemas.serde.Formats;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Config section {@code schema_registry}. */
public record RegistryConfig(
    @Doc("base URLs of the registry (Confluent REST API), tried in turn")
        @Default("http://localhost:8081")
        @NotEmpty
        List<String> urls,
    @Doc("user for basic auth") @Nullable String user,
    @Doc("password for basic auth") @Nullable Secret password,
    @Doc("PKCS12 or JKS file with the certificates to trust") @Nullable Path trustStore,
    @Doc("password of the trust store") @Nullable Secret trustStorePassword,
    @Doc("PKCS12 or JKS file with our own key") @Nullable Path keyStore,
    @Doc("password of the key store") @Nullable Secret keyStorePassword,
    @Doc("longest time for one call") @Default("5s") @Positive Duration callTimeout,
    @Doc("how long reads go on trying while no registry answers") @Default("240s") @Positive
        Duration maxWait,
    @Doc("a Kafka Serde class of Avro generic records to use instead of our own")
        @Nullable String serdeClass,
    @Doc("passed to serde_class as it is") @Default("") Map<String, String> serdeConfig) {

  /** The settings for a client. */
  public RegistrySettings settings() {
    return new RegistrySettings(
        urls,
        user,
        reveal(password),
        trustStore,
        reveal(trustStorePassword),
        keyStore,
        reveal(keyStorePassword),
        callTimeout,
        maxWait);
  }

  /** The record formats that the section asks for. */
  public Formats formats() {
    return new Formats(settings(), serdeClass, serdeConfig);
  }

  private static @Nullable String reveal(@Nullable Secret secret) {
    return secret == null ? null : secret.reveal();
  }
}
