package io.tapedeck.simulator.exchange;

/**
 * Told what happened to orders, after it is safe in the ledger, in ledger order, on the ledger's
 * thread. The events are values of the moment; the order in them may have moved on.
 */
public interface ExchangeListener {
  /**
   * One step of an order's life.
   *
   * @param seq the ledger record that says so; one record may bring several steps
   * @param event what happened
   */
  void onOrderEvent(long seq, OrderEvent event);
}
