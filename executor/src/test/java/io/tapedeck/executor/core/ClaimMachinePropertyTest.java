package io.tapedeck.executor.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.tape.Coordinates;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Whatever happens in whatever order: sent once at most, transitions legal, one end. */
class ClaimMachinePropertyTest {
  private static final long TAPE = 1_723_075_200_000_000_000L;
  private static final long NOW = 1_900_000_000_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private final ClaimMachine machine =
      new ClaimMachine(new ClaimPolicy("test", 4 * SECOND, SECOND));

  private static OrderCommand command(long life) {
    return new OrderCommand(
        new IntentId("i"),
        new AccountId("main"),
        new StrategyId("s"),
        InstrumentId.of("KRAKEN", "BTC/USD"),
        new OrderAction.Submit(OrderTerms.market(Side.BUY, Quantity.of("1"))),
        TAPE,
        NOW,
        TAPE + life,
        1,
        null);
  }

  private static ClaimEvent arrived(long at, long life, @Nullable String refusal) {
    return new ClaimEvent.CommandArrived(
        command(life), new Coordinates("t", 0, 1), at, null, refusal);
  }

  private static ClaimEvent event(int kind, long at) {
    return switch (kind) {
      case 0 -> arrived(at, 100 * SECOND, null);
      case 1 -> arrived(at, 100 * SECOND, "KILLED");
      case 2 -> new ClaimEvent.Answered(new SendOutcome.Accepted(new VenueOrderId("O1")), at);
      case 3 -> new ClaimEvent.Answered(new SendOutcome.Rejected("EOrder:x"), at);
      case 4 -> new ClaimEvent.Answered(new SendOutcome.Unknown("reset"), at);
      case 5 -> new ClaimEvent.Answered(new SendOutcome.NotSent("LEASE_OVER"), at);
      case 6 -> new ClaimEvent.Found(found(), at);
      default -> new ClaimEvent.Absent(at - SECOND, at);
    };
  }

  private static VenueOrder found() {
    return new VenueOrder(
        new VenueOrderId("O1"),
        null,
        null,
        null,
        VenueOrder.Status.WORKING,
        Quantity.of("1"),
        null,
        Quantity.ZERO,
        "",
        NOW,
        List.of());
  }

  @Property
  void sendsOnceAtMostAndMovesOnlyAsAllowed(
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 7) Integer> kinds,
      @ForAll @Size(min = 30, max = 30) List<@IntRange(min = 0, max = 8) Integer> seconds) {
    ClaimEntry last = null;
    int sends = 0;
    int ends = 0;
    long at = NOW;
    for (int i = 0; i < kinds.size(); i++) {
      at += seconds.get(i) * SECOND;
      Step step = machine.decide(last, event(kinds.get(i), at));
      sends += step.action() == Step.Action.SEND ? 1 : 0;
      ClaimEntry entry = step.entry();
      if (entry == null) {
        assertThat(step.events()).isEmpty();
        continue;
      }
      if (last != null) {
        assertThat(last.state().next()).contains(entry.state());
        assertThat(entry.clientOrderId()).isEqualTo(last.clientOrderId());
      }
      ends += entry.state().settled() ? 1 : 0;
      last = entry;
    }
    assertThat(sends).isLessThanOrEqualTo(1);
    assertThat(ends).isLessThanOrEqualTo(1);
  }

  @Example
  void absenceCountsOnlyWhenAskedAfterTheDeadline() {
    ClaimEntry claimed = machine.decide(null, arrived(NOW, SECOND, null)).entry();

    Step early = machine.decide(claimed, new ClaimEvent.Absent(NOW + 5 * SECOND, NOW + 9 * SECOND));
    Step late =
        machine.decide(claimed, new ClaimEvent.Absent(NOW + 5 * SECOND + 1, NOW + 9 * SECOND));

    assertThat(early.entry()).isNull();
    assertThat(early.action()).isEqualTo(Step.Action.QUERY);
    assertThat(late.entry().state()).isEqualTo(ClaimState.EXPIRED);
    assertThat(late.events()).singleElement().extracting("kind").isEqualTo(OrderEventKind.EXPIRED);
  }

  @Example
  void ageIsMeasuredOnOneClockAndLifeOnTheOther() {
    assertThat(machine.decide(null, arrived(NOW + SECOND, SECOND, null)).entry().state())
        .isEqualTo(ClaimState.CLAIMED);
    assertThat(machine.decide(null, arrived(NOW + SECOND + 1, SECOND, null)).entry().reason())
        .startsWith("TOO_LATE");
  }
}
