package io.tapedeck.executor.core;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.ClaimState;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All that the executor knows: a fold over its journal and its order events, the same at start and
 * while running. Not thread-safe, but for {@link #published}.
 */
public final class ExecutorState {
  private final Map<IntentId, ClaimEntry> claims = new HashMap<>();
  private final Map<IntentId, ClaimEntry> unsettled = new LinkedHashMap<>();
  private final Map<IntentId, Working> working = new LinkedHashMap<>();
  private final Map<String, IntentId> byClientId = new HashMap<>();
  private final Map<VenueOrderId, IntentId> byVenueId = new HashMap<>();
  private final Set<ExecutionId> executions = ConcurrentHashMap.newKeySet();
  private final Map<AccountId, Long> lastFills = new HashMap<>();
  private final Map<IntentId, Quantity> filled = new HashMap<>();
  private final Set<IntentId> ended = new HashSet<>();
  private final Map<IntentId, Quantity> replaced = new HashMap<>();

  /**
   * An order that works, as far as we were told.
   *
   * @param quantity the total asked for
   * @param filled of it, published so far
   */
  public record Working(ClaimEntry claim, Quantity quantity, Quantity filled) {
    /** What still works. */
    public Quantity leaves() {
      return quantity.minus(filled);
    }
  }

  /** A journal entry was committed. */
  public void apply(ClaimEntry entry) {
    claims.put(entry.intent(), entry);
    if (entry.state().settled()) {
      unsettled.remove(entry.intent());
    } else {
      unsettled.put(entry.intent(), entry);
    }
    if (!(entry.action() instanceof OrderAction.Submit)) {
      return;
    }
    byClientId.put(normal(entry.clientOrderId()), entry.intent());
    VenueOrderId venueOrderId = entry.venueOrderId();
    if (venueOrderId != null) {
      byVenueId.put(venueOrderId, entry.intent());
    }
    refresh(entry.intent());
  }

  /** An order event was committed. */
  public void apply(OrderEvent event) {
    Execution execution = event.execution();
    if (execution != null) {
      executions.add(execution.id());
      lastFills.merge(event.account(), event.receivedNanos(), Math::max);
    }
    IntentId intent = event.intent();
    if (intent == null) {
      return;
    }
    switch (event.kind()) {
      case FILLED -> {
        if (execution != null) {
          filled.merge(intent, execution.quantity(), Quantity::plus);
        }
      }
      case REPLACED -> {
        if (event.quantity() != null) {
          replaced.put(intent, event.quantity());
        }
      }
      case CANCELED, EXPIRED, REJECTED -> ended.add(intent);
      case ACCEPTED,
          CANCEL_REJECTED,
          REPLACE_REJECTED,
          TRADE_CANCELED,
          TRADE_CORRECTED,
          UNKNOWN -> {
        // the order goes on as it was
      }
    }
    refresh(intent);
  }

  private void refresh(IntentId intent) {
    ClaimEntry claim = claims.get(intent);
    if (claim == null || !(claim.action() instanceof OrderAction.Submit submit)) {
      return;
    }
    boolean there = claim.state() == ClaimState.ACKED || claim.state() == ClaimState.RESOLVED;
    Quantity total = replaced.getOrDefault(intent, submit.terms().quantity());
    Working now = new Working(claim, total, filled.getOrDefault(intent, Quantity.ZERO));
    if (there && !ended.contains(intent) && now.leaves().signum() > 0) {
      working.put(intent, now);
    } else {
      working.remove(intent);
    }
  }

  /** The latest entry of an intent. */
  public @Nullable ClaimEntry claim(IntentId intent) {
    return claims.get(intent);
  }

  /** True if no claim was ever made. */
  public boolean isEmpty() {
    return claims.isEmpty();
  }

  /** Claims whose outcome is open. */
  public List<ClaimEntry> unsettled() {
    return new ArrayList<>(unsettled.values());
  }

  /** Orders that work, as far as we were told. */
  public List<Working> working() {
    return new ArrayList<>(working.values());
  }

  /** How many orders of an account work, or may. */
  public int openOrders(AccountId account) {
    long there = working.values().stream().filter(w -> w.claim.account().equals(account)).count();
    return (int) there + (int) maybe(account);
  }

  /** Whether a submit of this account is on its way or unknown. */
  public boolean submitsUnsettled(AccountId account) {
    return maybe(account) > 0;
  }

  private long maybe(AccountId account) {
    return unsettled.values().stream()
        .filter(c -> c.account().equals(account) && c.action() instanceof OrderAction.Submit)
        .count();
  }

  /**
   * Our clock from which on executions of an account may have been missed: before the first of its
   * open orders and before the last execution seen; {@code nowNanos} if there is neither.
   */
  public long missedSinceNanos(AccountId account, long nowNanos) {
    long since = lastFills.getOrDefault(account, nowNanos);
    for (ClaimEntry claim : unsettled.values()) {
      since = claim.account().equals(account) ? Math.min(since, claim.atNanos()) : since;
    }
    for (Working order : working.values()) {
      boolean its = order.claim.account().equals(account);
      since = its ? Math.min(since, order.claim.atNanos()) : since;
    }
    return since;
  }

  /** Whether an execution was published. May be asked by any thread. */
  public boolean published(ExecutionId execution) {
    return executions.contains(execution);
  }

  /** Whether an order's end was published. */
  public boolean ended(IntentId intent) {
    return ended.contains(intent);
  }

  /** Of an order's quantity, what was published as filled. */
  public Quantity filled(IntentId intent) {
    return filled.getOrDefault(intent, Quantity.ZERO);
  }

  /** The total quantity asked for, replacements counted. */
  public Quantity quantity(ClaimEntry submit) {
    Quantity asked =
        submit.action() instanceof OrderAction.Submit s ? s.terms().quantity() : Quantity.ZERO;
    return replaced.getOrDefault(submit.intent(), asked);
  }

  /** The claim behind an order at the venue; null if it is not ours. */
  public @Nullable ClaimEntry ours(
      @Nullable ClientOrderId clientOrderId, VenueOrderId venueOrderId) {
    IntentId intent = clientOrderId == null ? null : byClientId.get(normal(clientOrderId));
    if (intent == null) {
      intent = byVenueId.get(venueOrderId);
    }
    return intent == null ? null : claims.get(intent);
  }

  /** A venue may keep the id as 128 bits and write it its own way. */
  private static String normal(ClientOrderId id) {
    return id.value().replace("-", "").toLowerCase(Locale.ROOT);
  }
}
