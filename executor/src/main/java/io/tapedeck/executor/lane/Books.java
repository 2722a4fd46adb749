package io.tapedeck.executor.lane;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Quantity;
import java.util.List;

/** What the writer has published, as the lanes may ask it. Thread-safe. */
public interface Books {
  /** Ids of the account's orders that work, as far as was published. */
  List<VenueOrderId> working(AccountId account);

  /** Of a working order, what is published as filled; zero for any other. */
  Quantity filled(VenueOrderId order);

  /** Whether an execution is on the tape. */
  boolean published(ExecutionId execution);

  /** Our clock from which on executions may have been missed while we were away. */
  long missedSinceNanos(AccountId account);
}
