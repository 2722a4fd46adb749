package io.tapedeck.simulator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/** A WebSocket client that keeps every message, digits and all. */
public final class SocketClient extends WebSocketClient {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final List<ByteBuffer> binary = new CopyOnWriteArrayList<>();
  private final AtomicLong count = new AtomicLong();
  private final Consumer<String> sink;

  SocketClient(String url, Consumer<String> sink) {
    super(URI.create(url));
    this.sink = sink;
  }

  static SocketClient open(VenueSimulator venue) throws InterruptedException {
    SocketClient[] self = new SocketClient[1];
    self[0] = new SocketClient(venue.webSocketUrl(), text -> self[0].texts.add(text));
    self[0].connectBlocking(20, TimeUnit.SECONDS);
    return self[0];
  }

  /** Of another protocol, by its path. */
  static SocketClient open(VenueSimulator venue, String path, Map<String, String> headers)
      throws InterruptedException {
    SocketClient[] self = new SocketClient[1];
    self[0] = new SocketClient(venue.webSocketUrl(path), text -> self[0].texts.add(text));
    headers.forEach(self[0]::addHeader);
    self[0].connectBlocking(20, TimeUnit.SECONDS);
    return self[0];
  }

  static SocketClient open(
      VenueSimulator venue, String path, Map<String, String> headers, Consumer<String> sink)
      throws InterruptedException {
    SocketClient client = new SocketClient(venue.webSocketUrl(path), sink);
    headers.forEach(client::addHeader);
    client.connectBlocking(20, TimeUnit.SECONDS);
    return client;
  }

  static SocketClient open(VenueSimulator venue, Consumer<String> sink)
      throws InterruptedException {
    SocketClient client = new SocketClient(venue.webSocketUrl(), sink);
    client.connectBlocking(20, TimeUnit.SECONDS);
    return client;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + text, e);
    }
  }

  JsonNode await(Predicate<JsonNode> wanted) {
    JsonNode[] found = new JsonNode[1];
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              for (String text : texts) {
                JsonNode json = json(text);
                if (wanted.test(json)) {
                  found[0] = json;
                  return true;
                }
              }
              return false;
            });
    return found[0];
  }

  JsonNode answer(int reqId) {
    return await(json -> json.path("req_id").asInt(-1) == reqId);
  }

  List<JsonNode> channel(String name, String type) {
    return texts.stream()
        .map(SocketClient::json)
        .filter(
            json ->
                json.path("channel").asText().equals(name)
                    && json.path("type").asText().equals(type))
        .toList();
  }

  List<String> texts() {
    return texts;
  }

  long messages() {
    return count.get();
  }

  @Override
  public void onOpen(ServerHandshake handshake) {}

  @Override
  public void onMessage(String message) {
    sink.accept(message);
    count.incrementAndGet();
  }

  @Override
  public void onMessage(ByteBuffer bytes) {
    binary.add(bytes);
  }

  List<ByteBuffer> binary() {
    return binary;
  }

  @Override
  public void onClose(int code, String reason, boolean remote) {}

  @Override
  public void onError(Exception problem) {}
}
