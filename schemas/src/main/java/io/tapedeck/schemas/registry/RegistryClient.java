package io.tapedeck.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thin client of the Confluent Schema Registry REST API.
 *
 * <p>Reads are tried again, at each URL in turn and with growing pauses, until {@link
 * RegistrySettings#maxWait} has passed; writes are sent once. Thread-safe; calls block.
 */
public final class RegistryClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);
  private static final MediaType JSON = MediaType.get("application/vnd.schemaregistry.v1+json");
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final RegistrySettings settings;
  private final OkHttpClient http;
  private final ObjectMapper json = new ObjectMapper();

  public RegistryClient(RegistrySettings settings) {
    this.settings = settings;
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .callTimeout(settings.callTimeout())
            .followRedirects(false)
            .retryOnConnectionFailure(false);
    RegistryTls.configure(builder, settings);
    this.http = builder.build();
  }

  /** The id under which exactly this schema is registered for the subject. */
  public int idOf(String subject, Schema schema) {
    return read("/subjects/" + encode(subject), schemaBody(schema), "id").asInt();
  }

  /** Registers a schema if it is not yet, and returns its id. */
  public int register(String subject, Schema schema) {
    return write(request("/subjects/" + encode(subject) + "/versions").post(schemaBody(schema)))
        .path("id")
        .asInt();
  }

  /** The schema of an id. */
  public Schema byId(int id) {
    return parse(read("/schemas/ids/" + id, null, "schema"));
  }

  /** The newest schema of a subject. */
  public Schema latest(String subject) {
    return parse(read("/subjects/" + encode(subject) + "/versions/latest", null, "schema"));
  }

  /** All subjects, sorted. */
  public List<String> subjects() {
    List<String> names = new ArrayList<>();
    read("/subjects", null, "").forEach(name -> names.add(name.asText()));
    return names.stream().sorted().toList();
  }

  /** Versions of a subject. */
  public List<Integer> versions(String subject) {
    List<Integer> versions = new ArrayList<>();
    read("/subjects/" + encode(subject) + "/versions", null, "")
        .forEach(version -> versions.add(version.asInt()));
    return versions;
  }

  /**
   * Why the registry would refuse a schema for a subject.
   *
   * @return empty if it would not (also if the subject is new)
   */
  public List<String> incompatibilities(String subject, Schema schema) {
    JsonNode answer;
    try {
      answer =
          read(
              "/compatibility/subjects/" + encode(subject) + "/versions?verbose=true",
              schemaBody(schema),
              "");
    } catch (RegistryException e) {
      if (e.status() == 404) {
        return List.of();
      }
      throw e;
    }
    if (answer.path("is_compatible").asBoolean()) {
      return List.of();
    }
    List<String> messages = new ArrayList<>();
    answer.path("messages").forEach(message -> messages.add(message.asText()));
    return messages.isEmpty() ? List.of("the registry gave no reason") : messages;
  }

  /** The compatibility level in force for a subject, its own or everyone's. */
  public String compatibility(String subject) {
    return read("/config/" + encode(subject) + "?defaultToGlobal=true", null, "compatibilityLevel")
        .asText();
  }

  /** Sets the compatibility level of a subject, or of all without their own if null. */
  public void setCompatibility(@Nullable String subject, String level) {
    write(
        request("/config" + (subject == null ? "" : "/" + encode(subject)))
            .put(body(Map.of("compatibility", level))));
  }

  /** True if a registry answers now. */
  public boolean reachable() {
    try (Response response = http.newCall(request("/subjects").get().build()).execute()) {
      return response.code() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private static String encode(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private RequestBody schemaBody(Schema schema) {
    return body(Map.of("schema", schema.toString()));
  }

  private RequestBody body(Map<String, ?> content) {
    try {
      return RequestBody.create(json.writeValueAsBytes(content), JSON);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings is always JSON", e);
    }
  }

  private Request.Builder request(String path) {
    return at(settings.urls().get(0), path);
  }

  private Request.Builder at(String base, String path) {
    String url = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    Request.Builder request = new Request.Builder().url(url).header("Accept", JSON.toString());
    if (settings.user() != null) {
      String password = settings.password() == null ? "" : settings.password();
      request.header("Authorization", Credentials.basic(settings.user(), password));
    }
    return request;
  }

  private static Schema parse(JsonNode text) {
    return new Schema.Parser().parse(text.asText());
  }

  /**
   * Tries until an answer comes.
   *
   * @param body null to GET, else what to POST
   * @param field the field wanted of the answer, empty for all of it; an answer without it is none
   */
  private JsonNode read(String path, @Nullable RequestBody body, String field) {
    long deadline = System.nanoTime() + settings.maxWait().toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    for (int attempt = 0; ; attempt++) {
      String base = settings.urls().get(attempt % settings.urls().size());
      try {
        Request.Builder request = at(base, path);
        JsonNode answer = call((body == null ? request.get() : request.post(body)).build());
        if (answer.isMissingNode() || !(field.isEmpty() || answer.has(field))) {
          throw new IOException("an answer without " + (field.isEmpty() ? "JSON" : field));
        }
        return field.isEmpty() ? answer : answer.path(field);
      } catch (IOException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw new RegistryUnavailableException(
              "no schema registry answered at "
                  + settings.urls()
                  + " within "
                  + settings.maxWait().toSeconds()
                  + " s: "
                  + e.getMessage()
                  + ". Start it (tapedeck run registry) or correct schema_registry.url",
              e);
        }
        LOG.warn("schema registry {} does not answer ({}), trying again", base, e.toString());
      }
      sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException("interrupted while waiting for the registry", e);
    }
  }

  private JsonNode write(Request.Builder request) {
    try {
      return call(request.build());
    } catch (IOException e) {
      throw new RegistryUnavailableException(
          "the schema registry at " + settings.urls() + " does not answer: " + e.getMessage(), e);
    }
  }

  private JsonNode call(Request request) throws IOException {
    try (Response response = http.newCall(request).execute()) {
      byte[] bytes = response.body().bytes();
      if (response.isSuccessful()) {
        return json.readTree(bytes);
      }
      if (response.code() >= 500 || response.code() == 429) {
        throw new IOException("HTTP " + response.code() + " from " + request.url());
      }
      throw refusal(request, response.code(), bytes);
    }
  }

  private RegistryException refusal(Request request, int status, byte[] bytes) {
    int code = 0;
    String message = "";
    try {
      JsonNode answer = json.readTree(bytes);
      if (answer != null) {
        code = answer.path("error_code").asInt();
        message = answer.path("message").asText();
      }
    } catch (IOException e) {
      message = "no JSON in the answer";
    }
    String hint =
        status == 401 || status == 403
            ? " Check schema_registry.user and password."
            : code == 40401 || code == 40403 ? " Run 'tapedeck schemas register'." : "";
    return new RegistryException(
        status,
        code,
        "the schema registry refused "
            + request.method()
            + " "
            + request.url()
            + ": HTTP "
            + status
            + ", "
            + message
            + "."
            + hint);
  }
}
