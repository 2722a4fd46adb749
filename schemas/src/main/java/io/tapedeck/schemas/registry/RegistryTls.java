package io.tapedeck.schemas.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Key and trust stores for the registry's connections. */
final class RegistryTls {
  private RegistryTls() {}

  static void configure(OkHttpClient.Builder http, RegistrySettings settings) {
    if (settings.trustStore() == null && settings.keyStore() == null) {
      return;
    }
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(
          settings.trustStore() == null
              ? null
              : load(settings.trustStore(), settings.trustStorePassword()));
      KeyManager[] keys = null;
      if (settings.keyStore() != null) {
        KeyManagerFactory factory =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(
            load(settings.keyStore(), settings.keyStorePassword()),
            chars(settings.keyStorePassword()));
        keys = factory.getKeyManagers();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      for (TrustManager manager : trust.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          http.sslSocketFactory(context.getSocketFactory(), x509);
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the registry's key or trust store cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore load(Path file, @Nullable String password)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, chars(password));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read the key store " + file + ": " + e.getMessage(), e);
    }
    return store;
  }

  private static char @Nullable [] chars(@Nullable String password) {
    return password == null ? null : password.toCharArray();
  }
}
