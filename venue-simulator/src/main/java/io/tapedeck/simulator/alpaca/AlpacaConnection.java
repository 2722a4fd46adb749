package io.tapedeck.simulator.alpaca;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tapedeck.simulator.alpaca.AlpacaStream.Feed;
import io.tapedeck.simulator.wire.ClientConnection;
import io.tapedeck.simulator.wire.JsonBytes;
import io.tapedeck.simulator.wire.Refusals;
import io.tapedeck.simulator.wire.SocketServer;
import io.tapedeck.simulator.wire.WireJson;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocketImpl;
import org.jspecify.annotations.Nullable;

/**
 * A client of one stream: authenticates, subscribes, and is sent arrays of one or of many messages.
 */
final class AlpacaConnection extends ClientConnection {
  private static final long AUTHENTICATION_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int MOST_IN_ARRAY = 16;
  private static final int POLICY_VIOLATION = 1008;

  private final String path;
  private final Feed kind;
  private final AlpacaFeed feed;
  private final AlpacaKeys keys;
  private final Refusals refusals;
  private final long openedNanos = System.nanoTime();
  private final Map<AlpacaChannel, Set<String>> subscriptions = new EnumMap<>(AlpacaChannel.class);
  private final JsonBytes array = new JsonBytes();
  private int inArray;
  private boolean messagePack;
  private volatile @Nullable String key;
  private volatile long lastChangeNanos = System.nanoTime();

  AlpacaConnection(
      SocketServer server,
      WebSocketImpl socket,
      long number,
      String path,
      Feed kind,
      AlpacaFeed feed,
      AlpacaKeys keys,
      Refusals refusals) {
    super(socket, number, server, AlpacaStream.NAME);
    this.path = path;
    this.kind = kind;
    this.feed = feed;
    this.keys = keys;
    this.refusals = refusals;
    for (AlpacaChannel channel : AlpacaChannel.values()) {
      subscriptions.put(channel, new ConcurrentSkipListSet<>());
    }
  }

  void speakMessagePack() {
    messagePack = true;
    speakBinary();
  }

  @Override
  protected byte[] encode(byte[] json) {
    return MessagePack.fromJson(json);
  }

  void greet(String headerKey, String headerSecret) {
    sendNow("[{\"T\":\"success\",\"msg\":\"connected\"}]");
    if (!headerKey.isEmpty()) {
      authenticate(headerKey, headerSecret);
    }
  }

  long lastChangeNanos() {
    return lastChangeNanos;
  }

  private Set<String> of(AlpacaChannel channel) {
    return Objects.requireNonNull(subscriptions.get(channel));
  }

  boolean wants(AlpacaChannel channel, String symbol, boolean share) {
    Set<String> symbols = of(channel);
    return share == (kind == Feed.SHARES)
        && !symbols.isEmpty()
        && (symbols.contains(symbol) || symbols.contains("*"));
  }

  boolean has(AlpacaChannel channel) {
    return !of(channel).isEmpty();
  }

  @Override
  protected void onBinary(ByteBuffer bytes) {
    if (!messagePack) {
      super.onBinary(bytes);
      return;
    }
    try {
      handle(MessagePack.read(bytes));
    } catch (IllegalArgumentException e) {
      error(400, "invalid syntax");
    }
  }

  @Override
  protected void onText(String text) {
    try {
      handle(WireJson.parse(text));
    } catch (JsonProcessingException e) {
      error(400, "invalid syntax");
    }
  }

  private void handle(JsonNode request) {
    switch (request.path("action").asText()) {
      case "auth" -> {
        if (key == null) {
          authenticate(request.path("key").asText(), request.path("secret").asText());
        } else {
          error(403, "already authenticated");
        }
      }
      case "subscribe" -> subscription(request, true);
      case "unsubscribe" -> subscription(request, false);
      default -> error(400, "invalid syntax");
    }
  }

  private void authenticate(String newKey, String secret) {
    String refusal = refusals.refuse(AlpacaStream.NAME, Refusals.Request.AUTHENTICATE);
    if (refusal != null || !keys.known(newKey, secret)) {
      refuse(refusal, 402, "auth failed");
    } else if (keys.occupy(newKey, path, number())) {
      key = newKey;
      sendNow("[{\"T\":\"success\",\"msg\":\"authenticated\"}]");
    } else {
      error(406, "connection limit exceeded");
      close(POLICY_VIOLATION, "connection limit exceeded");
    }
  }

  /** In planned words such as {@code 409 insufficient subscription}, else in the usual ones. */
  private void refuse(@Nullable String planned, int code, String message) {
    int space = planned == null ? -1 : planned.indexOf(' ');
    if (planned == null || space < 1) {
      error(code, message);
    } else {
      error(Integer.parseInt(planned.substring(0, space)), planned.substring(space + 1));
    }
  }

  private void error(int code, String message) {
    ArrayNode one = WireJson.object().putArray("array");
    one.addObject().put("T", "error").put("code", code).put("msg", message);
    sendNow(one);
  }

  private void subscription(JsonNode request, boolean on) {
    if (key == null) {
      error(401, "not authenticated");
      return;
    }
    String refusal = on ? refusals.refuse(AlpacaStream.NAME, Refusals.Request.SUBSCRIBE) : null;
    if (refusal != null) {
      refuse(refusal, 405, "symbol limit exceeded");
      return;
    }
    for (Map.Entry<String, JsonNode> field : request.properties()) {
      if (field.getKey().equals("action")) {
        continue;
      }
      AlpacaChannel channel = AlpacaChannel.of(field.getKey());
      if (channel == null || !field.getValue().isArray()) {
        error(400, "invalid syntax");
        return;
      }
      if (!channel.of(kind)) {
        error(410, "invalid subscribe action for this feed");
        return;
      }
    }
    feed.still(
        () -> {
          for (AlpacaChannel channel : AlpacaChannel.values()) {
            request.path(channel.wireName()).forEach(one -> change(channel, one.asText(), on));
          }
          lastChangeNanos = System.nanoTime();
          sendNow(acknowledgement());
          if (on) {
            feed.snapshots(this, request.path("orderbooks"));
          }
        });
  }

  private void change(AlpacaChannel channel, String symbol, boolean on) {
    if (on) {
      of(channel).add(symbol);
    } else {
      of(channel).remove(symbol);
    }
    if (channel == AlpacaChannel.TRADES && kind == Feed.SHARES) {
      change(AlpacaChannel.CORRECTIONS, symbol, on);
      change(AlpacaChannel.CANCEL_ERRORS, symbol, on);
    }
  }

  private ArrayNode acknowledgement() {
    ArrayNode array = WireJson.object().putArray("array");
    ObjectNode all = array.addObject().put("T", "subscription");
    for (AlpacaChannel channel : AlpacaChannel.values()) {
      if (channel.of(kind)) {
        ArrayNode symbols = all.putArray(channel.wireName());
        of(channel).forEach(symbols::add);
      }
    }
    return array;
  }

  /** Adds a message to the array that goes out next. */
  synchronized void message(JsonBytes one) {
    array.character(inArray == 0 ? '[' : ',').raw(one.array(), one.length());
    if (++inArray == MOST_IN_ARRAY) {
      endArray();
    }
  }

  private void endArray() {
    if (inArray > 0) {
      inArray = 0;
      add(array.character(']'));
      array.clear();
    }
  }

  @Override
  public synchronized void flush() {
    endArray();
    super.flush();
  }

  @Override
  protected void onClock(long nowNanos) {
    if (key == null && nowNanos - openedNanos > AUTHENTICATION_NANOS) {
      error(404, "auth timeout");
      close(POLICY_VIOLATION, "auth timeout");
    }
  }

  @Override
  protected void onClosed() {
    feed.disconnected(this);
    String mine = key;
    if (mine != null) {
      keys.free(mine, path, number());
    }
  }

  @Override
  public String subscribed() {
    StringJoiner all = new StringJoiner(" ");
    subscriptions.forEach(
        (channel, symbols) ->
            symbols.forEach(symbol -> all.add(channel.wireName() + ":" + symbol)));
    return all.toString();
  }
}
