package io.tapedeck.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server with a certificate of the JDK's own keytool. */
class RegistryTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  @Test
  void trustsTheStoreOfTheConfigAndShowsItsOwnCertificate() throws Exception {
    Path server = keyStore("server", "PKCS12");
    Path client = keyStore("client", "JKS");
    try (MockWebServer registry = new MockWebServer()) {
      registry.useHttps(context(server, client).getSocketFactory());
      registry.requireClientAuth();
      registry.start();
      registry.enqueue(new MockResponse.Builder().body("[\"x\"]").build());
      String url = registry.url("/").toString();

      try (RegistryClient ours = new RegistryClient(settings(url, server, client))) {
        assertThat(ours.subjects()).containsExactly("x");
      }
      try (RegistryClient strangers = new RegistryClient(settings(url, client, client))) {
        assertThatThrownBy(strangers::subjects).isInstanceOf(RegistryUnavailableException.class);
      }
    }
  }

  @Test
  void namesTheStoreThatCannotBeRead() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.p12"), "no key store");

    assertThatThrownBy(() -> new RegistryClient(settings("https://127.0.0.1:1", broken, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broken.p12");
  }

  private static RegistrySettings settings(String url, Path trust, Path key) {
    return new RegistrySettings(
        List.of(url),
        null,
        null,
        trust,
        PASSWORD,
        key,
        key == null ? null : PASSWORD,
        Duration.ofSeconds(10),
        Duration.ofMillis(200));
  }

  private Path keyStore(String name, String type) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".store");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                type,
                "-storepass",
                PASSWORD,
                "-keypass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    assertThat(keytool.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(keytool.exitValue()).isZero();
    return file;
  }

  private static SSLContext context(Path key, Path trust) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(key), PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(load(trust));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private static KeyStore load(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }
}
