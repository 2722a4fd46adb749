package io.tapedeck.runtime.config;

import io.tapedeck.runtime.redaction.Redactor;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes records back as YAML with every credential masked: by type, by key and by value. */
final class MaskedYaml {
  private MaskedYaml() {}

  static String of(Map<String, Record> sections) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    sections.forEach((name, section) -> plain.put(name, plainRecord(section)));
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(160);
    return new Yaml(options).dump(plain);
  }

  private static Map<String, @Nullable Object> plainRecord(Record section) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String key = new RecordSchema.Field(component).key();
      plain.put(key, plainValue(key, valueOf(component, section)));
    }
    return plain;
  }

  private static @Nullable Object valueOf(RecordComponent component, Record section) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(section);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Config record accessor failed: " + component, e);
    }
  }

  private static @Nullable Object plainValue(String key, @Nullable Object value) {
    if (value == null || value instanceof Boolean || value instanceof Number) {
      return value;
    }
    if (value instanceof Record nested) {
      return plainRecord(nested);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(plainValue(key, element)));
      return plain;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach(
          (k, element) -> plain.put(String.valueOf(k), plainValue(String.valueOf(k), element)));
      return plain;
    }
    return plainText(key, value);
  }

  private static Object plainText(String key, Object value) {
    if (value instanceof Secret || Redactor.isSensitiveName(key)) {
      return Redactor.MASK;
    }
    if (value instanceof Duration duration) {
      return duration.toNanosPart() % 1_000_000 == 0
          ? (Object) duration.toMillis()
          : duration.toNanos() + "ns";
    }
    if (value instanceof URI uri && uri.getRawUserInfo() != null) {
      return uri.toString().replace(uri.getRawUserInfo(), Redactor.MASK);
    }
    String text =
        value instanceof Enum<?> constant ? ScalarText.enumName(constant) : value.toString();
    return Redactor.process().scrub(text);
  }
}
