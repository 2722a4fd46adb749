package io.tapedeck.simulator.exchange;

import java.util.Map;
import java.util.TreeMap;

/** Balances of one account, raw scale 9. Guarded by the exchange. */
final class Account {
  private final String name;
  private final Map<String, Long> balances = new TreeMap<>();
  private final Map<String, Long> held = new TreeMap<>();

  Account(String name, Map<String, Long> balances) {
    this.name = name;
    this.balances.putAll(balances);
  }

  String name() {
    return name;
  }

  long balance(String asset) {
    return balances.getOrDefault(asset, 0L);
  }

  long free(String asset) {
    return balance(asset) - held.getOrDefault(asset, 0L);
  }

  void add(String asset, long amount) {
    balances.merge(asset, amount, Math::addExact);
  }

  void hold(String asset, long amount) {
    held.merge(asset, amount, Math::addExact);
  }

  Map<String, Long> balances() {
    return new TreeMap<>(balances);
  }

  Map<String, Long> held() {
    return new TreeMap<>(held);
  }
}
