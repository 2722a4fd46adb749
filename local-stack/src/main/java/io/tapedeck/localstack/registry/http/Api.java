package io.tapedeck.localstack.registry.http;

import io.tapedeck.localstack.registry.catalog.Change;
import io.tapedeck.localstack.registry.catalog.CompatibilityLevel;
import io.tapedeck.localstack.registry.catalog.Lookup;
import io.tapedeck.localstack.registry.catalog.Mode;
import io.tapedeck.localstack.registry.catalog.Registrar;
import io.tapedeck.localstack.registry.catalog.RegistryException;
import io.tapedeck.localstack.registry.catalog.SchemaVersion;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The endpoints, one line each, and the shapes of their answers. */
final class Api {
  private final Lookup lookup;
  private final Registrar registrar;
  private final Writer writer;

  /** Makes a change durable before it is answered. */
  interface Writer {
    <T> T write(Supplier<Change<T>> decision) throws InterruptedException;
  }

  Api(Lookup lookup, Registrar registrar, Writer writer) {
    this.lookup = lookup;
    this.registrar = registrar;
    this.writer = writer;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", "", call -> Map.of()),
        Route.of("GET", "contexts", call -> List.of(".")),
        Route.of("GET", "subjects", this::subjects),
        Route.of("POST", "subjects/{}", this::find),
        Route.of("DELETE", "subjects/{}", this::deleteSubject),
        Route.of("GET", "subjects/{}/versions", this::versions),
        Route.of("POST", "subjects/{}/versions", this::register),
        Route.of("GET", "subjects/{}/versions/{}", call -> shape(version(call))),
        Route.of("GET", "subjects/{}/versions/{}/schema", call -> new Raw(version(call).schema())),
        Route.of("GET", "subjects/{}/versions/{}/referencedby", this::referencedBy),
        Route.of("DELETE", "subjects/{}/versions/{}", this::deleteVersion),
        Route.of("GET", "schemas", this::schemas),
        Route.of("GET", "schemas/types", call -> List.of("AVRO")),
        Route.of("GET", "schemas/ids/{}", call -> Map.of("schema", lookup.schema(id(call)))),
        Route.of("GET", "schemas/ids/{}/schema", call -> new Raw(lookup.schema(id(call)))),
        Route.of("GET", "schemas/ids/{}/versions", this::versionsOfId),
        Route.of("GET", "schemas/ids/{}/subjects", this::subjectsOfId),
        Route.of("GET", "config", call -> level("compatibilityLevel", lookup.globalLevel())),
        Route.of("PUT", "config", call -> setLevel(null, call)),
        Route.of("DELETE", "config", call -> clearLevel(null)),
        Route.of("GET", "config/{}", this::levelOf),
        Route.of("PUT", "config/{}", call -> setLevel(call.part(0), call)),
        Route.of("DELETE", "config/{}", call -> clearLevel(call.part(0))),
        Route.of("GET", "mode", call -> mode(lookup.globalMode())),
        Route.of("PUT", "mode", call -> setMode(null, call)),
        Route.of("GET", "mode/{}", this::modeOf),
        Route.of("PUT", "mode/{}", call -> setMode(call.part(0), call)),
        Route.of("DELETE", "mode/{}", this::clearMode),
        Route.of("POST", "compatibility/subjects/{}/versions", this::compatibleWithAll),
        Route.of("POST", "compatibility/subjects/{}/versions/{}", this::compatibleWithOne));
  }

  /** A text that is JSON already. */
  record Raw(String json) {}

  private Object subjects(Call call) {
    return lookup.subjects(call.option("subjectPrefix"), call.shown());
  }

  private Object find(Call call) {
    return shape(lookup.registered(call.part(0), call.schema(), call.flag("deleted")));
  }

  private Object deleteSubject(Call call) throws InterruptedException {
    return writer.write(() -> registrar.deleteSubject(call.part(0), call.flag("permanent")));
  }

  private Object versions(Call call) {
    return lookup.versions(call.part(0), call.shown()).stream()
        .map(SchemaVersion::version)
        .toList();
  }

  private Object register(Call call) throws InterruptedException {
    String schema = call.schema();
    return Map.of("id", writer.write(() -> registrar.register(call.part(0), schema)));
  }

  private SchemaVersion version(Call call) {
    return lookup.version(call.part(0), call.part(1), call.flag("deleted"));
  }

  /** Always empty, as no schema refers to another. */
  private Object referencedBy(Call call) {
    version(call);
    return List.of();
  }

  private Object deleteVersion(Call call) throws InterruptedException {
    return writer.write(
        () -> registrar.deleteVersion(call.part(0), call.part(1), call.flag("permanent")));
  }

  private Object schemas(Call call) {
    List<SchemaVersion> all = lookup.all(call.option("subjectPrefix"), call.shown());
    if (call.flag("latestOnly")) {
      Map<String, SchemaVersion> latest = new TreeMap<>();
      all.forEach(version -> latest.put(version.subject(), version));
      all = List.copyOf(latest.values());
    }
    return all.stream().map(Api::shape).toList();
  }

  private Object versionsOfId(Call call) {
    return lookup.withId(id(call), call.shown()).stream()
        .map(v -> Map.of("subject", v.subject(), "version", v.version()))
        .toList();
  }

  private Object subjectsOfId(Call call) {
    return lookup.withId(id(call), call.shown()).stream()
        .map(SchemaVersion::subject)
        .distinct()
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private Object levelOf(Call call) {
    return level("compatibilityLevel", lookup.level(call.part(0), call.flag("defaultToGlobal")));
  }

  private Object setLevel(@Nullable String subject, Call call) throws InterruptedException {
    CompatibilityLevel level = CompatibilityLevel.parse(call.text("compatibility"));
    return level("compatibility", writer.write(() -> registrar.setLevel(subject, level)));
  }

  private Object clearLevel(@Nullable String subject) throws InterruptedException {
    return level("compatibilityLevel", writer.write(() -> registrar.clearLevel(subject)));
  }

  private Object modeOf(Call call) {
    return mode(lookup.mode(call.part(0), call.flag("defaultToGlobal")));
  }

  private Object setMode(@Nullable String subject, Call call) throws InterruptedException {
    Mode mode = Mode.parse(call.text("mode"));
    return mode(writer.write(() -> registrar.setMode(subject, mode)));
  }

  private Object clearMode(Call call) throws InterruptedException {
    return mode(writer.write(() -> registrar.clearMode(call.part(0))));
  }

  private Object compatibleWithAll(Call call) {
    return verdict(call, lookup.conflicts(call.part(0), call.schema()));
  }

  private Object compatibleWithOne(Call call) {
    return verdict(call, lookup.conflicts(call.part(0), call.schema(), call.part(1)));
  }

  private static Object verdict(Call call, List<String> conflicts) {
    return call.flag("verbose")
        ? Map.of("is_compatible", conflicts.isEmpty(), "messages", conflicts)
        : Map.of("is_compatible", conflicts.isEmpty());
  }

  private static Object level(String field, CompatibilityLevel level) {
    return Map.of(field, level.name());
  }

  private static Object mode(Mode mode) {
    return Map.of("mode", mode.name());
  }

  private static Object shape(SchemaVersion version) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("subject", version.subject());
    shape.put("version", version.version());
    shape.put("id", version.id());
    shape.put("schema", version.schema());
    return shape;
  }

  private static int id(Call call) {
    try {
      return Integer.parseInt(call.part(0));
    } catch (NumberFormatException e) {
      throw new RegistryException(404, "Not a schema id: " + call.part(0), e);
    }
  }
}
