package io.tapedeck.schemas.codec;

import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.AvroWriter;
import java.util.SortedMap;
import java.util.TreeMap;

/** Limits; names are written in order, so that equal limits are equal bytes. */
public final class LimitsCodec implements Codec<RiskLimits> {
  @Override
  public String schemaName() {
    return "io.tapedeck.risk.v1.RiskLimits";
  }

  @Override
  public void write(AvroWriter out, RiskLimits limits) {
    out.writeString(limits.scope());
    out.writeLong(limits.version());
    out.writeString(limits.changedBy());
    out.writeString(limits.approvedBy());
    out.writeString(limits.why());
    out.writeNanos(limits.atNanos());
    if (!limits.values().isEmpty()) {
      out.writeLong(limits.values().size());
      limits
          .values()
          .forEach(
              (name, value) -> {
                out.writeString(name);
                out.writeDecimal(value);
              });
    }
    out.writeLong(0);
    if (!limits.settings().isEmpty()) {
      out.writeLong(limits.settings().size());
      limits
          .settings()
          .forEach(
              (name, text) -> {
                out.writeString(name);
                out.writeString(text);
              });
    }
    out.writeLong(0);
  }

  @Override
  public RiskLimits read(AvroReader in) {
    return new RiskLimits(
        in.readString(),
        in.readLong(),
        in.readString(),
        in.readString(),
        in.readString(),
        in.readNanos(),
        readValues(in),
        readSettings(in));
  }

  private static SortedMap<String, Long> readValues(AvroReader in) {
    SortedMap<String, Long> values = new TreeMap<>();
    for (long count = Parts.blockCount(in); count != 0; count = Parts.blockCount(in)) {
      for (long i = 0; i < count; i++) {
        values.put(in.readString(), in.readDecimal());
      }
    }
    return values;
  }

  private static SortedMap<String, String> readSettings(AvroReader in) {
    SortedMap<String, String> settings = new TreeMap<>();
    for (long count = Parts.blockCount(in); count != 0; count = Parts.blockCount(in)) {
      for (long i = 0; i < count; i++) {
        settings.put(in.readString(), in.readString());
      }
    }
    return settings;
  }
}
