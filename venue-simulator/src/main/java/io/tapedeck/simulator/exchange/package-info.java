/**
 * The exchange behind the protocols: accounts, orders, matching against the played market, and the
 * ledger that is synced before anything it says becomes visible. Knows no wire format; must not
 * import the protocol packages.
 *
 * <h2>The ledger</h2>
 *
 * {@code ledger.jsonl}: one JSON object a line, append-only, each line written and forced to disk
 * before its effect can be seen from outside. A last line without line end was never visible and is
 * cut off on restart. Decimals are strings in plain notation, times are nanoseconds since the
 * epoch. Every line has {@code seq} (1, 2, 3, … without gaps), {@code kind} and {@code
 * receivedAtNs} (wall clock of the request, or of the matching for fills and expiries).
 *
 * <ul>
 *   <li>{@code account_opened}: {@code account}, {@code balances} (asset to amount)
 *   <li>{@code order_accepted}: {@code account, txid, cl_ord_id, userref, symbol, side, type, qty,
 *       price, time_in_force, post_only, deadline, expires, via}
 *   <li>{@code request_refused}: {@code account, request, error, cl_ord_id, symbol, side, type,
 *       qty, price}
 *   <li>{@code order_amended}: {@code account, txid, cl_ord_id, amend_id, qty, price}
 *   <li>{@code order_canceled}, {@code order_expired}: {@code account, txid, cl_ord_id, reason}
 *   <li>{@code fill}: {@code account, txid, cl_ord_id, exec_id, trade_id, symbol, side, type,
 *       price, qty, cost, fee, fee_asset, liquidity} ({@code maker} or {@code taker}) and {@code
 *       marketTimeNs} (event time of the market it met)
 *   <li>{@code nonce}: {@code key_id, nonce}, the last nonce accepted of an API key
 * </ul>
 *
 * Keys with no value are left out.
 *
 * <h2>Matching</h2>
 *
 * Orders meet the played market, never each other, and do not change what is published. The size an
 * order takes from a displayed level is gone until the next quote of that pair.
 *
 * <ul>
 *   <li>A market order walks the displayed levels. What is left then fills in slices as large as
 *       the worst displayed level was, each one basis point (at least one price step) worse than
 *       the one before; the twentieth slice takes all the rest, so a market order always completes.
 *   <li>A limit order first takes the displayed levels within its limit (taker), then rests, or is
 *       cancelled (IOC). FOK is cancelled unless all of it is displayed. Post-only is refused if it
 *       would take.
 *   <li>A resting order fills as maker at its own limit: on a quote whose opposite side reaches the
 *       limit, up to the size displayed there; on a public trade at or beyond the limit whose
 *       aggressor is on the opposite side, up to the size traded. Price, then time, decides among
 *       several.
 *   <li>Spot only: a buy needs cost and fee in free quote currency, a sell its quantity in free
 *       base currency; resting orders hold what they may need. Fees are in the quote currency.
 * </ul>
 */
@NullMarked
package io.tapedeck.simulator.exchange;

import org.jspecify.annotations.NullMarked;
