package io.tapedeck.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderType;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.order.TimeInForce;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.schemas.avro.SchemaLint;
import io.tapedeck.schemas.avro.Schemas;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaLintTest {
  @Test
  void everySchemaFollowsTheConventions() {
    assertThat(
            Schemas.all().values().stream().flatMap(s -> SchemaLint.problems(s).stream()).toList())
        .isEmpty();
  }

  @Test
  void enumsOfTheDomainAndOfTheSchemasAgree() {
    Map<String, Enum<?>[]> pairs =
        Map.ofEntries(
            Map.entry("market.v1.AggressorSide", AggressorSide.values()),
            Map.entry("market.v1.TradingStatus", TradingStatus.values()),
            Map.entry("market.v1.FeedStatus", FeedStatus.values()),
            Map.entry("order.v1.Side", Side.values()),
            Map.entry("order.v1.OrderType", OrderType.values()),
            Map.entry("order.v1.TimeInForce", TimeInForce.values()),
            Map.entry("order.v1.OrderEventKind", OrderEventKind.values()),
            Map.entry("order.v1.ClaimState", ClaimState.values()),
            Map.entry("control.v1.TradingState", TradingState.values()),
            Map.entry("control.v1.ControlAction", ControlAction.values()),
            Map.entry("risk.v1.CheckCode", CheckCode.values()));
    pairs.forEach(
        (name, constants) -> {
          List<String> symbols = Schemas.named("io.tapedeck." + name).getEnumSymbols();
          List<String> names = Arrays.stream(constants).map(Enum::name).toList();
          if (!names.get(0).equals("UNKNOWN")) {
            symbols = symbols.subList(1, symbols.size());
          }
          assertThat(names).as(name).isEqualTo(symbols);
        });
  }

  @Test
  void everyRootSchemaIsUsedByARowAndEveryRowHasOne() {
    for (Topic<?> topic : Topics.ALL) {
      assertThat(topic.codec().schema().getType()).isEqualTo(Schema.Type.RECORD);
      assertThat(topic.name()).matches("[a-z]+(-[a-z]+)*-v[1-9]");
    }
    assertThat(Topics.ALL.stream().map(Topic::name)).doesNotHaveDuplicates();
  }

  @Test
  void aChangedScaleAndAChangedTimeUnitAreCaught() {
    Schema before =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"R","fields":[
                 {"name":"p","type":{"type":"bytes","logicalType":"decimal","precision":38,"scale":9}},
                 {"name":"t","type":{"type":"long","logicalType":"timestamp-micros"}}]}""");
    Schema after =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"R","fields":[
                 {"name":"p","type":{"type":"bytes","logicalType":"decimal","precision":38,"scale":8}},
                 {"name":"t","type":{"type":"long","logicalType":"timestamp-nanos"}}]}""");

    assertThat(SchemaLint.frozen(before, after)).hasSize(2).anyMatch(p -> p.contains("R.p"));
    assertThat(SchemaLint.frozen(before, before)).isEmpty();
  }

  @Test
  void everySchemaIsCompatibleWithItsReleasedCopies() throws Exception {
    for (Topic<?> topic : Topics.ALL) {
      if (Boolean.getBoolean("tapedeck.release")) {
        ReleasedSchemas.add(topic.subject(), topic.codec().schema());
      }
      List<Schema> released = ReleasedSchemas.of(topic.subject());
      assertThat(released)
          .as(
              "no released copy of %s: run the tests of schemas with -DargLine=-Dtapedeck.release=true",
              topic.subject())
          .isNotEmpty();
      assertThat(SchemaLint.incompatibilities(topic.codec().schema(), released))
          .as(topic.subject())
          .isEmpty();
    }
  }
}
