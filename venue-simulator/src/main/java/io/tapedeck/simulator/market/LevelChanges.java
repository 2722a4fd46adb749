package io.tapedeck.simulator.market;

/** The difference of one side of a book between two moments. */
public final class LevelChanges {
  private LevelChanges() {}

  /** Takes a changed level; size zero deletes it. */
  @FunctionalInterface
  public interface Visitor {
    /** One change, raw scale 9. */
    void level(long price, long size);
  }

  /** Visits what changed, best price first; returns how many. */
  public static int visit(Levels before, Levels after, boolean highestFirst, Visitor visitor) {
    int count = 0;
    int b = 0;
    int a = 0;
    while (b < before.count() || a < after.count()) {
      int order;
      if (b == before.count()) {
        order = 1;
      } else if (a == after.count()) {
        order = -1;
      } else {
        order = Long.compare(before.price(b), after.price(a)) * (highestFirst ? -1 : 1);
      }
      if (order < 0) {
        visitor.level(before.price(b++), 0);
        count++;
      } else if (order > 0) {
        visitor.level(after.price(a), after.size(a++));
        count++;
      } else {
        if (before.size(b++) != after.size(a)) {
          visitor.level(after.price(a), after.size(a));
          count++;
        }
        a++;
      }
    }
    return count;
  }
}
