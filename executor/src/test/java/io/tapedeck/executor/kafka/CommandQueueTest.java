package io.tapedeck.executor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommandQueueTest {
  private static final AccountId MAIN = new AccountId("main");
  private static final TopicPartition PARTITION = new TopicPartition("orders-approved-v1", 0);

  private final CommandQueue queue = new CommandQueue();
  private long offset;

  private void add(String intent, OrderAction action) {
    OrderCommand command =
        new OrderCommand(
            new IntentId(intent),
            MAIN,
            new StrategyId("s"),
            InstrumentId.of("KRAKEN", "BTC/USD"),
            action,
            1,
            1,
            2,
            1,
            null);
    queue.read(PARTITION, offset);
    queue.add(
        new CommandQueue.Waiting(
            command, new Coordinates(PARTITION.topic(), PARTITION.partition(), offset), 0));
    offset++;
  }

  private static OrderAction buy() {
    return new OrderAction.Submit(OrderTerms.market(Side.BUY, Quantity.of("1")));
  }

  private static OrderAction cancel(String target) {
    return new OrderAction.Cancel(new IntentId(target));
  }

  private List<String> drained(boolean cancelsOnly) {
    List<String> order = new ArrayList<>();
    CommandQueue.Waiting next = queue.next(MAIN, cancelsOnly);
    while (next != null) {
      order.add(next.command().intent().value());
      next = queue.next(MAIN, cancelsOnly);
    }
    return order;
  }

  @Test
  void cancelsOvertakeAllButWhatTheyCancel() {
    add("a", buy());
    add("b", buy());
    add("cancel-b", cancel("b"));
    add("cancel-old", cancel("old"));

    assertThat(drained(false)).containsExactly("cancel-old", "a", "b", "cancel-b");
  }

  @Test
  void whileTheVenueWantsToBeLeftAloneOnlyCancelsLeave() {
    add("a", buy());
    add("cancel-a", cancel("a"));
    add("cancel-old", cancel("old"));

    assertThat(drained(true)).containsExactly("cancel-old");
    assertThat(drained(false)).containsExactly("a", "cancel-a");
  }

  /** What is committed as done never passes a command that still waits: it would be lost. */
  @Property(tries = 200)
  void offsetsNeverPassACommandThatWaits(@ForAll long seed) {
    Random random = new Random(seed);
    List<Long> waiting = new ArrayList<>();
    long committed = 0;
    for (int i = 0; i < 60; i++) {
      if (random.nextBoolean()) {
        waiting.add(offset);
        add("i" + offset, random.nextInt(3) == 0 ? cancel("i" + random.nextInt(60)) : buy());
      } else {
        CommandQueue.Waiting taken = queue.next(MAIN, random.nextInt(4) == 0);
        if (taken != null) {
          waiting.remove(taken.address().offset());
        }
      }
      Batch batch = new Batch();
      queue.offsets(batch);
      if (!batch.offsets().isEmpty()) {
        committed = batch.offsets().get(PARTITION).offset();
      }
      long done = committed;
      assertThat(waiting).allSatisfy(open -> assertThat(open).isGreaterThanOrEqualTo(done));
    }
  }
}
