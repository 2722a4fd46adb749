package io.tapedeck.domain.order;

import static io.tapedeck.domain.order.ClaimState.ACKED;
import static io.tapedeck.domain.order.ClaimState.CLAIMED;
import static io.tapedeck.domain.order.ClaimState.EXPIRED;
import static io.tapedeck.domain.order.ClaimState.OUTCOME_UNKNOWN;
import static io.tapedeck.domain.order.ClaimState.REJECTED;
import static io.tapedeck.domain.order.ClaimState.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimStateTest {
  /** DESIGN.md section 6, as a table. */
  private static final Map<ClaimState, Set<ClaimState>> LEGAL =
      Map.of(
          CLAIMED, Set.of(ACKED, REJECTED, OUTCOME_UNKNOWN, RESOLVED, EXPIRED),
          OUTCOME_UNKNOWN, Set.of(OUTCOME_UNKNOWN, RESOLVED, REJECTED, EXPIRED),
          REJECTED, Set.of(CLAIMED),
          ACKED, Set.of(),
          RESOLVED, Set.of(),
          EXPIRED, Set.of());

  @Test
  void transitionsAreThoseOfTheProtocol() {
    for (ClaimState state : ClaimState.values()) {
      assertThat(state.next()).as(state.name()).isEqualTo(LEGAL.get(state));
    }
  }

  @Test
  void aNewAttemptFollowsOnlyADefinitiveReject() {
    for (ClaimState state : ClaimState.values()) {
      assertThat(state.next().contains(CLAIMED)).as(state.name()).isEqualTo(state == REJECTED);
    }
  }

  @Test
  void aSettledClaimNeverBecomesUnknownAgain() {
    for (ClaimState state : ClaimState.values()) {
      boolean open = state == CLAIMED || state == OUTCOME_UNKNOWN;
      assertThat(state.settled()).as(state.name()).isEqualTo(!open);
      if (state.settled()) {
        assertThat(state.next()).doesNotContain(OUTCOME_UNKNOWN);
      }
    }
  }

  @Test
  void anOpenClaimCanAlwaysBeSettled() {
    for (ClaimState state : EnumSet.of(CLAIMED, OUTCOME_UNKNOWN)) {
      assertThat(state.next()).anyMatch(ClaimState::settled);
    }
  }
}
