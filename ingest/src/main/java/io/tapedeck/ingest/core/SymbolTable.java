package io.tapedeck.ingest.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The subscribed symbols by the bytes of their names, so that looking one up allocates nothing. */
public final class SymbolTable {
  private final List<String> symbols;
  private final byte[][] names;
  private final int[] slots;

  /** Holds these, numbered in their order. */
  public SymbolTable(List<String> symbols) {
    this.symbols = List.copyOf(symbols);
    this.names = new byte[symbols.size()][];
    this.slots = new int[Integer.highestOneBit(Math.max(4, symbols.size() * 4))];
    Arrays.fill(slots, -1);
    for (int i = 0; i < names.length; i++) {
      names[i] = symbols.get(i).getBytes(StandardCharsets.UTF_8);
      int slot = slot(names[i], 0, names[i].length);
      while (slots[slot] >= 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = i;
    }
  }

  /** All of them, by number. */
  public List<String> symbols() {
    return symbols;
  }

  /** The number of a symbol, -1 if it is not here. */
  public int find(byte[] in, int from, int to) {
    for (int slot = slot(in, from, to); slots[slot] >= 0; slot = slot + 1 & slots.length - 1) {
      byte[] name = names[slots[slot]];
      if (Arrays.equals(in, from, to, name, 0, name.length)) {
        return slots[slot];
      }
    }
    return -1;
  }

  /** The number of a symbol, -1 if it is not here. */
  public int find(String symbol) {
    return symbols.indexOf(symbol);
  }

  private int slot(byte[] in, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + in[i];
    }
    return (hash ^ hash >>> 15) & slots.length - 1;
  }
}
