package io.tapedeck.simulator.kraken;

import io.tapedeck.simulator.exchange.RefusedException;

/** A refusal in Kraken's words. */
final class KrakenError extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  KrakenError(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  String text() {
    return text;
  }

  static KrakenError of(RefusedException refused) {
    return new KrakenError(
        switch (refused.reason()) {
          case INVALID_ARGUMENT -> "EGeneral:Invalid arguments:" + refused.detail();
          case BELOW_MINIMUM -> "EOrder:Order minimum not met";
          case INSUFFICIENT_FUNDS -> "EOrder:Insufficient funds";
          // the documentation gives no text for this one
          case DUPLICATE_CLIENT_ID -> "EOrder:Duplicate cl_ord_id";
          case WOULD_TAKE -> "EOrder:Post only order";
          case DEADLINE_ELAPSED -> "EService:Deadline elapsed";
          case UNKNOWN_ORDER -> "EOrder:Unknown order";
          case NO_MARKET -> "EService:Market in cancel_only mode";
        });
  }
}
