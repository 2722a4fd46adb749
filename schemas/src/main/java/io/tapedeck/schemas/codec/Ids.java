package io.tapedeck.schemas.codec;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.avro.UnreadableRecordException;
import java.util.function.Function;

/** Reads identifiers; one that its type refuses makes the record unreadable. */
final class Ids {
  private Ids() {}

  private static <T> T of(AvroReader in, Function<String, T> type) {
    try {
      return type.apply(in.readString());
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException(String.valueOf(e.getMessage()), e);
    }
  }

  static AccountId account(AvroReader in) {
    return of(in, AccountId::new);
  }

  static InstrumentId instrument(AvroReader in) {
    return of(in, InstrumentId::new);
  }

  static IntentId intent(AvroReader in) {
    return of(in, IntentId::new);
  }

  static StrategyId strategy(AvroReader in) {
    return of(in, StrategyId::new);
  }

  static ClientOrderId clientOrder(AvroReader in) {
    return of(in, ClientOrderId::new);
  }

  static VenueOrderId venueOrder(AvroReader in) {
    return of(in, VenueOrderId::new);
  }
}
