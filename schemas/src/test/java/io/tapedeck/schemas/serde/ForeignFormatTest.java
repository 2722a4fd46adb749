package io.tapedeck.schemas.serde;

import static io.tapedeck.schemas.serde.Versions.MARK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.market.Mark;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import io.tapedeck.schemas.registry.RegistrySettings;
import io.tapedeck.schemas.registry.RegistryUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class ForeignFormatTest {
  /** Somebody's own format: Avro's JSON after a prefix from the config. */
  public static final class JsonSerde implements Serde<GenericRecord> {
    private String prefix = "";
    private Schema schema = Versions.OURS;

    @Override
    public void configure(Map<String, ?> config, boolean key) {
      prefix = key ? "key" : String.valueOf(config.get("prefix"));
      if ("newer".equals(config.get("version"))) {
        schema = Versions.newer();
      }
    }

    @Override
    public Serializer<GenericRecord> serializer() {
      return (topic, record) -> {
        try {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          out.write((prefix + topic).getBytes(StandardCharsets.UTF_8));
          JsonEncoder json = EncoderFactory.get().jsonEncoder(record.getSchema(), out);
          new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, json);
          json.flush();
          return out.toByteArray();
        } catch (IOException e) {
          throw new SerializationException(e);
        }
      };
    }

    @Override
    public Deserializer<GenericRecord> deserializer() {
      return (topic, bytes) -> {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.equals("null")) {
          return null;
        }
        if (text.equals("unreachable")) {
          throw new SerializationException(
              "Error retrieving Avro schema", new ConnectException("Connection refused"));
        }
        if (!text.startsWith(prefix + topic)) {
          throw new SerializationException("Unknown magic byte!");
        }
        try {
          return new GenericDatumReader<GenericRecord>(schema)
              .read(
                  null,
                  DecoderFactory.get()
                      .jsonDecoder(schema, text.substring((prefix + topic).length())));
        } catch (IOException e) {
          throw new SerializationException("not JSON of the schema", e);
        }
      };
    }
  }

  private static RecordFormat<Mark> format(String version) {
    return new Formats(
            RegistrySettings.of("http://127.0.0.1:1"),
            JsonSerde.class.getName(),
            Map.of("prefix", "mine:", "version", version))
        .of(Topics.MARKET_MARKS);
  }

  @Test
  void writesAndReadsThroughTheSerdeNamedInTheConfig() {
    RecordFormat<Mark> format = format("ours");

    byte[] bytes = format.encode(MARK);

    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .startsWith("mine:" + Topics.MARKET_MARKS.name() + "{")
        .contains("KRAKEN:BTC/USDT");
    assertThat(format.decode(bytes)).isEqualTo(MARK);
    assertThat(format.payload(bytes)).isEqualTo(Topics.MARKET_MARKS.codec().encode(MARK));
  }

  @Test
  void resolvesARecordOfAnotherVersion() throws IOException {
    JsonSerde serde = new JsonSerde();
    serde.configure(Map.of("prefix", "mine:"), false);
    byte[] bytes =
        serde
            .serializer()
            .serialize(Topics.MARKET_MARKS.name(), Versions.generic(Versions.newer()));

    assertThat(format("newer").decode(bytes)).isEqualTo(MARK);
  }

  @Test
  void whatTheSerdeRefusesIsUnreadable() {
    RecordFormat<Mark> format = format("ours");

    for (String text : new String[] {"other bytes", "mine:market-marks-v1{", "null"}) {
      assertThatThrownBy(() -> format.decode(text.getBytes(StandardCharsets.UTF_8)))
          .as(text)
          .isInstanceOf(UnreadableRecordException.class);
    }
  }

  @Test
  void aRegistryThatTheSerdeCannotReachIsNeverAReasonToDrop() {
    assertThatThrownBy(() -> format("ours").decode("unreachable".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void namesTheKeyWhereTheClassIsNoSerde() {
    for (String name : new String[] {"no.such.Serde", "java.lang.String"}) {
      try (Formats formats =
          new Formats(RegistrySettings.of("http://127.0.0.1:1"), name, Map.of())) {
        assertThatThrownBy(() -> formats.of(Topics.MARKET_MARKS))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("schema_registry.serde_class")
            .hasMessageContaining(name);
      }
    }
  }
}
