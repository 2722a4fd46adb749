package io.tapedeck.domain.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arithmetic table in the docs is the arithmetic that the types have, no more and no less. */
class ValueTypesTableTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)\\.(\\w+)\\((\\w*)\\)` \\| `(\\w+)` \\|", Pattern.MULTILINE);

  private static final Set<Class<?>> TYPES = Set.of(Price.class, Quantity.class, Money.class);

  @Test
  void documentsEveryOperationWithTheTypeOfItsResult() throws IOException {
    Path table = Path.of(System.getProperty("tapedeck.root"), "docs", "value-types.md");
    Set<String> documented = new TreeSet<>();
    Matcher row = ROW.matcher(Files.readString(table));
    while (row.find()) {
      documented.add(
          row.group(1) + "." + row.group(2) + "(" + row.group(3) + ") = " + row.group(4));
    }

    Set<String> actual = new TreeSet<>();
    for (Class<?> type : TYPES) {
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> Modifier.isPublic(method.getModifiers()))
          .filter(method -> !Modifier.isStatic(method.getModifiers()) && isArithmetic(method))
          .forEach(method -> actual.add(signature(method)));
    }

    assertThat(actual).containsExactlyInAnyOrderElementsOf(documented);
  }

  private static boolean isArithmetic(Method method) {
    boolean makesValue = TYPES.contains(method.getReturnType());
    boolean makesRatio = method.getReturnType() == long.class && method.getParameterCount() == 1;
    return makesValue || makesRatio;
  }

  private static String signature(Method method) {
    return method.getDeclaringClass().getSimpleName()
        + "."
        + method.getName()
        + "("
        + Arrays.stream(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(","))
        + ") = "
        + method.getReturnType().getSimpleName();
  }

  @Test
  void unitsFollowTheTable() {
    Price price = Price.of("60000.5");
    Quantity quantity = Quantity.of("-0.25");
    Money money = Money.of("-15000.125");

    assertThat(price.times(quantity)).isEqualTo(money);
    assertThat(quantity.times(price)).isEqualTo(money);
    assertThat(money.per(quantity)).isEqualTo(price);
    assertThat(money.ratioTo(Money.of("30000.25"))).isEqualTo(-FixedPoint.ONE / 2);
    assertThat(money.scale(2 * FixedPoint.ONE)).isEqualTo(Money.of("-30000.25"));
    assertThat(price.scale(FixedPoint.ONE / 2)).isEqualTo(Price.of("30000.25"));
    assertThat(quantity.scale(-FixedPoint.ONE)).isEqualTo(Quantity.of("0.25"));
  }
}
