package io.tapedeck.ingest.venue;

import io.tapedeck.ingest.core.FrameRefusedException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Reads JSON from a venue's REST API, each call within a total time, without redirects. */
public final class ReferenceHttp {
  private static final long LARGEST_BODY = 16 * 1024 * 1024;
  private static final OkHttpClient CLIENT =
      new OkHttpClient.Builder().callTimeout(Duration.ofSeconds(10)).followRedirects(false).build();

  private final URI base;
  private final Map<String, Supplier<String>> headers = new LinkedHashMap<>();

  public ReferenceHttp(URI base) {
    this.base = base;
  }

  /** Sends this header with every call; its value is taken when it is needed. */
  public ReferenceHttp with(String header, Supplier<String> value) {
    headers.put(header, value);
    return this;
  }

  /** Takes the bytes of an answer. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(byte[] body);
  }

  /**
   * Gets a path.
   *
   * @param path beginning with a slash, escaped
   * @throws IOException if there is no answer with status 200, or the reader refuses it
   */
  public <T> T get(String path, Reader<T> reader) throws IOException {
    String prefix = base.toString().replaceFirst("/+$", "");
    Request.Builder request = new Request.Builder().url(prefix + path);
    headers.forEach((name, value) -> request.header(name, value.get()));
    try (Response response = CLIENT.newCall(request.build()).execute()) {
      if (response.code() != 200) {
        throw new IOException("GET " + path + " answered " + response.code());
      }
      ResponseBody body = response.body();
      if (body.contentLength() > LARGEST_BODY) {
        throw new IOException("GET " + path + " answered " + body.contentLength() + " bytes");
      }
      return reader.read(body.bytes());
    } catch (FrameRefusedException e) {
      throw new IOException("GET " + path + " cannot be read: " + e.reason(), e);
    }
  }
}
