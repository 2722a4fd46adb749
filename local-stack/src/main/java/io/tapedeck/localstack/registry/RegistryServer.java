package io.tapedeck.localstack.registry;

import com.sun.net.httpserver.HttpServer;
import io.tapedeck.localstack.process.LocalStackException;
import io.tapedeck.localstack.process.Ports;
import io.tapedeck.localstack.registry.catalog.Catalog;
import io.tapedeck.localstack.registry.http.HttpFront;
import io.tapedeck.localstack.registry.kafka.SchemasLog;
import io.tapedeck.localstack.registry.kafka.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry, serving from this JVM. What it answered once survives it: a change is
 * answered only when the broker has it. Reads are answered from memory and go on while the broker
 * is away; writes then get status 500 with error code 50001 and may be repeated.
 */
public final class RegistryServer implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int STOP_SECONDS = 1;

  private final String bootstrapServers;
  private final String host;
  private final int port;
  private final Duration brokerWithin;
  private @Nullable SchemasLog log;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  /**
   * @param host address to listen on; loopback unless there is a reason
   * @param port 0 is a free one
   */
  public RegistryServer(String bootstrapServers, String host, int port) {
    this(bootstrapServers, host, port, Duration.ofSeconds(60));
  }

  /**
   * @param brokerWithin how long a start waits for the broker
   */
  public RegistryServer(String bootstrapServers, String host, int port, Duration brokerWithin) {
    this.bootstrapServers = bootstrapServers;
    this.host = host;
    this.port = port;
    this.brokerWithin = brokerWithin;
  }

  /**
   * Reads the topic and serves; returns when it does.
   *
   * @throws LocalStackException if the port is taken, the broker does not answer, or the topic
   *     holds what no registry wrote
   */
  public synchronized RegistryServer start() {
    if (server != null) {
      throw new LocalStackException("The registry is already serving at " + url());
    }
    if (port != 0) {
      Ports.requireFree(port, "schema registry");
    }
    try {
      Catalog catalog = new Catalog();
      SchemasLog opened = SchemasLog.open(bootstrapServers, catalog, brokerWithin);
      log = opened;
      ExecutorService pool = Executors.newFixedThreadPool(THREADS, RegistryServer::daemon);
      threads = pool;
      HttpServer http = HttpServer.create(new InetSocketAddress(host, port), 0);
      http.createContext("/", new HttpFront(catalog, opened));
      http.setExecutor(pool);
      http.start();
      server = http;
      return this;
    } catch (StoreException | IllegalStateException e) {
      close();
      throw new LocalStackException("The schema registry cannot start: " + e.getMessage(), e);
    } catch (IOException e) {
      close();
      throw new UncheckedIOException("Cannot listen on " + host + ":" + port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new LocalStackException("Interrupted while starting the schema registry", e);
    }
  }

  /** Base address for clients, without a slash at its end. */
  public synchronized String url() {
    if (server == null) {
      throw new LocalStackException("The schema registry is not started");
    }
    return "http://" + host + ":" + server.getAddress().getPort();
  }

  @Override
  public synchronized void close() {
    if (server != null) {
      server.stop(STOP_SECONDS);
      server = null;
    }
    if (threads != null) {
      threads.shutdownNow();
      threads = null;
    }
    if (log != null) {
      log.close();
      log = null;
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "registry-http");
    thread.setDaemon(true);
    return thread;
  }
}
