package io.tapedeck.runtime.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class GroupLagTest {
  private static final TopicPartition AT = new TopicPartition("ticks", 0);
  private static final long NOW = 1_700_000_060_000L;

  private static ClusterLook look(long committed, long earliest, long stable, long latest) {
    return new ClusterLook(
        Map.of("g", 1),
        Map.of("g", Map.of(AT, committed)),
        Map.of(AT, earliest),
        Map.of(AT, latest),
        Map.of(AT, stable),
        Map.of());
  }

  private static GroupLag lag(ClusterLook look, Map<RecordTimes.Place, Long> times) {
    List<GroupLag> all = GroupLag.of(look, times, NOW);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void secondsAreTheAgeOfTheOldestUnreadRecord() {
    ClusterLook look = look(10, 0, 25, 25);
    var place = new RecordTimes.Place(AT, 10);

    assertThat(GroupLag.places(look)).containsExactly(place);
    assertThat(lag(look, Map.of(place, NOW - 60_000)))
        .isEqualTo(new GroupLag("g", AT, 10, 15, 60, 0));
  }

  @Test
  void aGroupThatReadEverythingIsAskedNothing() {
    ClusterLook look = look(25, 0, 25, 25);

    assertThat(GroupLag.places(look)).isEmpty();
    assertThat(lag(look, Map.of())).isEqualTo(new GroupLag("g", AT, 25, 0, 0, 0));
  }

  @Test
  void markersOfTransactionsAreNoLag() {
    ClusterLook look = look(24, 0, 25, 25);

    GroupLag lag = lag(look, Map.of(new RecordTimes.Place(AT, 24), RecordTimes.NONE));

    assertThat(lag).isEqualTo(new GroupLag("g", AT, 24, 0, 0, 0));
  }

  @Test
  void whatWasDeletedUnreadIsCountedAndTheAgeIsThatOfTheFirstRecordLeft() {
    ClusterLook look = look(10, 18, 25, 25);

    assertThat(GroupLag.places(look)).containsExactly(new RecordTimes.Place(AT, 18));
    assertThat(lag(look, Map.of(new RecordTimes.Place(AT, 18), NOW - 1_000)))
        .isEqualTo(new GroupLag("g", AT, 10, 7, 1, 8));
  }

  @Test
  void behindAnOpenTransactionOffsetsCountButNoRecordCanBeRead() {
    ClusterLook look = look(20, 0, 20, 25);

    assertThat(GroupLag.places(look)).isEmpty();
    assertThat(lag(look, Map.of())).isEqualTo(new GroupLag("g", AT, 20, 5, 0, 0));
  }

  @Test
  void anAgeThatCouldNotBeReadIsNoNumber() {
    assertThat(lag(look(10, 0, 25, 25), Map.of()).seconds()).isNaN();
  }

  @Test
  void aClockAheadOfOursIsNoNegativeAge() {
    assertThat(lag(look(10, 0, 25, 25), Map.of(new RecordTimes.Place(AT, 10), NOW + 5)).seconds())
        .isZero();
  }

  @Test
  void anOpenTransactionIsTimedUntilItsPartitionMovesOn() {
    OpenTransactions open = new OpenTransactions();
    long second = 1_000_000_000L;

    assertThat(open.seconds(look(0, 0, 20, 25), 0)).containsEntry(AT, 0.0);
    assertThat(open.seconds(look(0, 0, 20, 30), 40 * second)).containsEntry(AT, 40.0);
    assertThat(open.seconds(look(0, 0, 29, 30), 41 * second)).containsEntry(AT, 0.0);
    assertThat(open.seconds(look(0, 0, 29, 30), 43 * second)).containsEntry(AT, 2.0);
    assertThat(open.seconds(look(0, 0, 31, 31), 44 * second)).containsEntry(AT, 0.0);
  }
}
