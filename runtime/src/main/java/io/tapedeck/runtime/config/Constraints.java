package io.tapedeck.runtime.config;

import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks one value against the constraint annotations of its component, and describes them. */
final class Constraints {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Constraints() {}

  /** What the value breaks; empty if nothing. */
  static List<String> broken(AnnotatedElement component, Object value) {
    List<String> broken = new ArrayList<>();
    BigDecimal number = asNumber(value);
    if (number != null) {
      checkNumber(component, number, broken);
    }
    checkContent(component, value, broken);
    for (Object element : elements(value)) {
      checkText(component, element, broken);
    }
    return broken;
  }

  /** The constraints in words, for the generated documentation. */
  static String describe(AnnotatedElement component) {
    List<String> words = new ArrayList<>();
    Min min = component.getAnnotation(Min.class);
    Max max = component.getAnnotation(Max.class);
    OneOf oneOf = component.getAnnotation(OneOf.class);
    UrlScheme scheme = component.getAnnotation(UrlScheme.class);
    if (min != null) {
      words.add("≥ " + min.value());
    }
    if (max != null) {
      words.add("≤ " + max.value());
    }
    if (component.isAnnotationPresent(Positive.class)) {
      words.add("> 0");
    }
    if (component.isAnnotationPresent(Percent.class)) {
      words.add("in (0, 100]");
    }
    if (component.isAnnotationPresent(NotEmpty.class)) {
      words.add("not empty");
    }
    if (oneOf != null) {
      words.add("one of " + String.join(", ", oneOf.value()));
    }
    if (scheme != null) {
      words.add("URL scheme " + String.join(" or ", scheme.value()));
    }
    return String.join("; ", words);
  }

  private static void checkNumber(
      AnnotatedElement component, BigDecimal number, List<String> broken) {
    Min min = component.getAnnotation(Min.class);
    Max max = component.getAnnotation(Max.class);
    if (min != null && number.compareTo(BigDecimal.valueOf(min.value())) < 0) {
      broken.add("must be at least " + min.value() + ", found " + number.toPlainString());
    }
    if (max != null && number.compareTo(BigDecimal.valueOf(max.value())) > 0) {
      broken.add("must be at most " + max.value() + ", found " + number.toPlainString());
    }
    if (component.isAnnotationPresent(Positive.class) && number.signum() <= 0) {
      broken.add("must be greater than 0, found " + number.toPlainString());
    }
    if (component.isAnnotationPresent(Percent.class)
        && (number.signum() <= 0 || number.compareTo(HUNDRED) > 0)) {
      broken.add(
          "must be a percentage greater than 0 and at most 100, found " + number.toPlainString());
    }
  }

  private static void checkContent(AnnotatedElement component, Object value, List<String> broken) {
    if (component.isAnnotationPresent(NotEmpty.class) && isEmpty(value)) {
      broken.add("must not be empty");
    }
  }

  private static void checkText(AnnotatedElement component, Object element, List<String> broken) {
    OneOf oneOf = component.getAnnotation(OneOf.class);
    if (oneOf != null && !Set.of(oneOf.value()).contains(String.valueOf(element))) {
      broken.add(
          "must be one of " + String.join(", ", oneOf.value()) + ", found \"" + element + "\"");
    }
    UrlScheme scheme = component.getAnnotation(UrlScheme.class);
    if (scheme != null && !hasScheme(String.valueOf(element), scheme.value())) {
      broken.add(
          "must be a URL with a host that starts with "
              + String.join(":// or ", scheme.value())
              + "://");
    }
  }

  private static boolean hasScheme(String url, String[] schemes) {
    try {
      URI uri = URI.create(url);
      String scheme = uri.getScheme();
      return scheme != null
          && uri.getHost() != null
          && List.of(schemes).contains(scheme.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isEmpty(Object value) {
    if (value instanceof Collection<?> collection) {
      return collection.isEmpty()
          || collection.stream().anyMatch(element -> element instanceof String s && s.isBlank());
    }
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty();
    }
    if (value instanceof Secret secret) {
      return secret.isEmpty();
    }
    return value.toString().isBlank();
  }

  private static Collection<?> elements(Object value) {
    if (value instanceof Collection<?> collection) {
      return collection;
    }
    return value instanceof Map<?, ?> map ? map.values() : List.of(value);
  }

  private static @Nullable BigDecimal asNumber(Object value) {
    if (value instanceof Duration duration) {
      return BigDecimal.valueOf(duration.toNanos(), 6).stripTrailingZeros();
    }
    if (value instanceof BigDecimal decimal) {
      return decimal;
    }
    return value instanceof Number number ? new BigDecimal(number.toString()) : null;
  }
}
