package io.tapedeck.executor.kafka;

import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.executor.metrics.ExecutionMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines and counts of what was committed, one line per fact. */
final class Told {
  private static final Logger LOG = LoggerFactory.getLogger(Told.class);

  private Told() {}

  static void of(Batch batch, ExecutionMetrics metrics) {
    batch.entries().forEach(entry -> claim(entry, metrics));
    batch.events().forEach(event -> event(event, metrics));
  }

  private static void claim(ClaimEntry entry, ExecutionMetrics metrics) {
    boolean submit = entry.action() instanceof OrderAction.Submit;
    switch (entry.state()) {
      case CLAIMED ->
          LOG.debug("claimed intent={} cl_ord_id={}", entry.intent(), entry.clientOrderId());
      case ACKED, RESOLVED -> {
        if (submit) {
          metrics.submitted();
          LOG.info(
              "Order placed successfully: {} intent={} state={}",
              entry.venueOrderId(),
              entry.intent(),
              entry.state());
        }
      }
      case REJECTED -> {
        metrics.rejected();
        LOG.warn(
            "Failed to place order: Order placement failed: {} intent={}",
            entry.reason(),
            entry.intent());
      }
      case EXPIRED -> {
        metrics.expired();
        LOG.warn("Error placing order: not sent: {} intent={}", entry.reason(), entry.intent());
      }
      case OUTCOME_UNKNOWN ->
          LOG.warn(
              "outcome unknown, asking the venue: {} intent={}", entry.reason(), entry.intent());
    }
  }

  private static void event(OrderEvent event, ExecutionMetrics metrics) {
    switch (event.kind()) {
      case FILLED -> {
        metrics.filled(event.intent() != null);
        if (event.intent() != null && event.execution() != null) {
          metrics.executed(event.intent(), event.execution());
        }
        LOG.info("filled intent={} execution={}", event.intent(), event.execution());
      }
      case CANCELED -> {
        metrics.canceled();
        LOG.info("canceled intent={} reason={}", event.intent(), event.reason());
      }
      case TRADE_CANCELED, TRADE_CORRECTED ->
          LOG.warn(
              "{} intent={} execution={} before={}",
              event.kind(),
              event.intent(),
              event.execution(),
              event.correctedExecution());
      case ACCEPTED, REJECTED, REPLACED, EXPIRED, CANCEL_REJECTED, REPLACE_REJECTED, UNKNOWN ->
          LOG.debug("{} intent={} reason={}", event.kind(), event.intent(), event.reason());
    }
  }
}
