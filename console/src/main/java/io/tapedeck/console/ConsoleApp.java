package io.tapedeck.console;

import io.tapedeck.console.alerts.AlertBook;
import io.tapedeck.console.alerts.AlertWatch;
import io.tapedeck.console.control.Commander;
import io.tapedeck.console.control.Heartbeats;
import io.tapedeck.console.http.ControlServer;
import io.tapedeck.console.http.Tokens;
import io.tapedeck.console.kafka.CommandWriter;
import io.tapedeck.console.kafka.Latest;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.config.Secret;
import io.tapedeck.runtime.lifecycle.RoleThread;
import io.tapedeck.runtime.lifecycle.Service;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console:
 *
 * <ol>
 *   <li>follows accounts, decisions and limits
 *   <li>serves the control API, whose every action becomes a record
 *   <li>beats, where a limit asks for it
 *   <li>trips the breaker when nobody acknowledges an alert that may do so
 * </ol>
 */
public final class ConsoleApp {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleApp.class);
  private static final Duration ALERTS_EVERY = Duration.ofSeconds(1);

  private final ConsoleConfig config;
  private final Platform platform;
  private final Path home;
  private final Latest latest;
  private final AlertBook alerts = new AlertBook();
  private @Nullable CommandWriter commands;
  private @Nullable ControlServer server;

  /**
   * A console.
   *
   * @param home folder of the tokens
   */
  public ConsoleApp(ConsoleConfig config, Platform platform, Path home) {
    this.config = config;
    this.platform = platform;
    this.home = home;
    this.latest = new Latest(platform);
  }

  /** The services that make it up, in the order they start. */
  public List<Service> services() {
    return List.of(
        new RoleThread(latest, Duration.ZERO),
        Service.of("console-api", this::startApi, timeout -> stopApi()),
        new RoleThread(
            new Heartbeats(
                new Commander(command -> writer().write(command), platform.clock()::epochNanos),
                () -> latest.limits().get(RiskLimits.EVERYONE),
                config.heartbeatInterval()),
            Duration.ZERO),
        new RoleThread(
            new AlertWatch(
                alerts,
                new Commander(command -> writer().write(command), platform.clock()::epochNanos),
                config.tripBreakerAfter(),
                System::nanoTime),
            ALERTS_EVERY));
  }

  /** The port of the API; 0 before its start. */
  public int port() {
    return server == null ? 0 : server.port();
  }

  private CommandWriter writer() {
    CommandWriter present = commands;
    if (present == null) {
      throw new IllegalStateException("no command before the start");
    }
    return present;
  }

  private void startApi() throws IOException, GeneralSecurityException {
    SSLContext tls = tls();
    boolean loopback = InetAddress.getByName(config.host()).isLoopbackAddress();
    if (!loopback && tls == null) {
      throw new IllegalStateException(
          "console.host "
              + config.host()
              + " can be reached from other machines: set console.tls_key_store and"
              + " console.tls_key_store_password, or leave it at 127.0.0.1");
    }
    CommandWriter writer = new CommandWriter(platform);
    commands = writer;
    Tokens tokens = Tokens.in(home);
    ControlServer created =
        ControlServer.of(
            new ControlServer.Listen(config.host(), config.port(), tls, config.maxBodyBytes()),
            new ControlServer.Admission(
                tokens, config.allowedHosts(), config.lockoutAfter(), config.lockoutTime()),
            new TapeDesk(platform, latest, writer, alerts),
            config.requireSecondApprover(),
            platform.metrics()::scrape);
    created.start();
    server = created;
    LOG.info(
        "console: control API at {}://{}:{}; tokens in {}",
        tls == null ? "http" : "https",
        config.host(),
        created.port(),
        home.resolve("token"));
  }

  private @Nullable SSLContext tls() throws IOException, GeneralSecurityException {
    Path file = config.tlsKeyStore();
    if (file == null) {
      return null;
    }
    Secret password = config.tlsKeyStorePassword();
    char[] secret = password == null ? new char[0] : password.revealChars();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, secret);
    } catch (IOException e) {
      throw new IOException("console.tls_key_store " + file + " cannot be used: " + e, e);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, secret);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void stopApi() {
    if (server != null) {
      server.stop();
    }
    if (commands != null) {
      commands.close();
    }
  }
}
