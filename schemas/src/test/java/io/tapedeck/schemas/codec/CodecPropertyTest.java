package io.tapedeck.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro's own reader and writer are the oracle of our codecs. */
class CodecPropertyTest {
  private static final GenericData DECIMALS = new GenericData();

  static {
    DECIMALS.addLogicalTypeConversion(new Conversions.DecimalConversion());
  }

  @Property(tries = 300)
  @SuppressWarnings("unchecked")
  void everyCodecWritesWhatAvroReadsAndWritesAgainByteForByte(@ForAll long seed)
      throws IOException {
    for (Topic<?> topic : Topics.ALL) {
      if (topic.key() != Topic.Key.ORIGINAL) {
        Codec<Object> codec = (Codec<Object>) topic.codec();
        Object value = new RandomDomain(seed).value(topic);
        byte[] ours = codec.encode(value);

        byte[] avros = throughAvro(codec.schema(), ours);

        assertThat(avros).as(topic.name()).isEqualTo(ours);
        assertThat(codec.decode(ours)).as(topic.name()).isEqualTo(value);
      }
    }
  }

  @Property(tries = 500)
  void decimalsAndTimesMeanWhatAvroSays(@ForAll long seed) throws IOException {
    MarketEvent event = new RandomDomain(seed).marketEvent();
    MarketEventCodec codec = new MarketEventCodec();

    GenericRecord read =
        (GenericRecord)
            new GenericDatumReader<>(codec.schema(), codec.schema(), DECIMALS)
                .read(null, DecoderFactory.get().binaryDecoder(codec.encode(event), null));

    assertThat(read.get("instrument").toString()).isEqualTo(event.instrument().value());
    long micros = (long) read.get("event");
    long beyond = (long) read.get("eventNanos");
    assertThat(beyond).isBetween(0L, 999L);
    assertThat(micros * 1000 + beyond).isEqualTo(event.eventNanos());
    if (event instanceof MarketEvent.Quote quote) {
      GenericRecord fields = (GenericRecord) read.get("quote");
      assertThat(fields.get("bidPrice")).isEqualTo(FixedPoint.toDecimal(quote.bidPrice().raw()));
      assertThat(fields.get("askSize")).isEqualTo(FixedPoint.toDecimal(quote.askSize().raw()));
    }
  }

  @Property(tries = 200)
  void cutOrFlippedBytesAreRefusedOrReadButNeverCrash(@ForAll long seed) {
    for (Topic<?> topic : Topics.ALL) {
      if (topic.key() != Topic.Key.ORIGINAL) {
        @SuppressWarnings("unchecked")
        Codec<Object> codec = (Codec<Object>) topic.codec();
        byte[] bytes = codec.encode(new RandomDomain(seed).value(topic));
        byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
        byte[] flipped = bytes.clone();
        flipped[Math.floorMod(seed, flipped.length)] ^= (byte) (1 << Math.floorMod(seed, 8));

        for (byte[] broken : List.of(cut, flipped)) {
          try {
            codec.decode(broken);
          } catch (UnreadableRecordException expected) {
            assertThat(expected).hasMessageMatching("(?s).+");
          }
        }
      }
    }
  }

  @Property(tries = 500)
  void primitivesReadIntoAHandlerAreTheRecordsFields(@ForAll long seed) {
    MarketEventCodec codec = new MarketEventCodec();
    MarketEvent event = new RandomDomain(seed).marketEvent();
    Collected handler = new Collected(event);

    codec.read(new AvroReader().wrap(codec.encode(event)), handler);

    assertThat(handler.event).isEqualTo(event);
  }

  @Property(tries = 100)
  void aDecimalThatDoesNotFitIsRefused(@ForAll byte first) {
    byte[] nineBytes = {18, first == 0 || first == -1 ? 1 : first, 0, 0, 0, 0, 0, 0, 0, 0};

    assertThatThrownBy(() -> new AvroReader().wrap(nineBytes).readDecimal())
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("beyond the money type");
  }

  private static byte[] throughAvro(Schema schema, byte[] bytes) throws IOException {
    Object value =
        new GenericDatumReader<>(schema, schema, DECIMALS)
            .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<>(schema, DECIMALS).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
  }
}
