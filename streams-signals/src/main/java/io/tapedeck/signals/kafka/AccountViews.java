package io.tapedeck.signals.kafka;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.signals.core.AccountView;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts as decoded by the global thread, for the stream threads: one look-up per tick must
 * not decode anything. Thread-safe. Asynchronous by nature, which is why whatever is taken from
 * here is journalled before it is used.
 */
public final class AccountViews {
  private final Map<AccountId, AccountView> views = new ConcurrentHashMap<>();

  @Nullable AccountView of(AccountId account) {
    return views.get(account);
  }

  void put(AccountView view) {
    views.put(view.account(), view);
  }
}
