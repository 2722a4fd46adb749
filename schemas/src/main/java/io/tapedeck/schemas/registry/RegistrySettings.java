package io.tapedeck.schemas.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a registry.
 *
 * @param urls base URLs, tried in turn
 * @param user for basic auth, null for none
 * @param password for basic auth, null for none
 * @param trustStore a PKCS12 or JKS file with the certificates to trust, null for the JDK's own
 * @param trustStorePassword its password, null for none
 * @param keyStore a PKCS12 or JKS file with our own key, null for none
 * @param keyStorePassword its password, null for none
 * @param callTimeout for one call, all in all
 * @param maxWait how long reads go on trying while no registry answers
 */
public record RegistrySettings(
    List<String> urls,
    @Nullable String user,
    @Nullable String password,
    @Nullable Path trustStore,
    @Nullable String trustStorePassword,
    @Nullable Path keyStore,
    @Nullable String keyStorePassword,
    Duration callTimeout,
    Duration maxWait) {
  public RegistrySettings {
    urls = List.copyOf(urls);
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("no registry URL: set schema_registry.url");
    }
  }

  /** A registry without authentication. */
  public static RegistrySettings of(String url) {
    return new RegistrySettings(
        List.of(url),
        null,
        null,
        null,
        null,
        null,
        null,
        Duration.ofSeconds(5),
        Duration.ofMinutes(4));
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "registry " + urls;
  }
}
