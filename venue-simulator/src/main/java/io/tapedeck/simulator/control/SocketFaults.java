package io.tapedeck.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tapedeck.simulator.wire.OutboundFault;
import io.tapedeck.simulator.wire.Refusals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Planned misbehaviour of the WebSocket port, whatever the protocol. A frame meets the first fault
 * that concerns it; a fault that is used up is forgotten. Thread-safe.
 */
public final class SocketFaults implements OutboundFault, Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(SocketFaults.class);

  private static final class Planned {
    final SocketFault fault;
    int skip;
    int left;

    Planned(SocketFault fault) {
      this.fault = fault;
      this.skip = fault.skip();
      this.left = fault.count();
    }
  }

  private final List<Planned> planned = new ArrayList<>();
  private final Map<Wire, byte[]> keptBack = new HashMap<>();
  private final Map<Wire, SocketFault> slow = new HashMap<>();
  private Consumer<Boolean> switchOn = on -> {};
  private long done;

  /** Told whether frames need to pass here at all. */
  public void onSwitch(Consumer<Boolean> newSwitchOn) {
    switchOn = newSwitchOn;
  }

  /**
   * Plans faults from one JSON object or an array of such.
   *
   * @throws IllegalArgumentException if one is not understood; then none is planned
   */
  public synchronized void add(JsonNode json) {
    List<Planned> added = new ArrayList<>();
    if (json.isArray()) {
      json.forEach(one -> added.add(new Planned(SocketFault.of(one))));
    } else {
      added.add(new Planned(SocketFault.of(json)));
    }
    planned.addAll(added);
    switched();
  }

  private void switched() {
    boolean frames = planned.stream().anyMatch(one -> !one.fault.kind().refusal());
    switchOn.accept(frames || !keptBack.isEmpty());
  }

  /** Forgets all plans and ends slowness; what is muted or cut stays so. */
  public void clear() {
    List<Wire> slowed;
    synchronized (this) {
      planned.clear();
      keptBack.clear();
      slowed = List.copyOf(slow.keySet());
      slow.clear();
      switched();
    }
    // without the lock: a connection's lock is taken before this one
    slowed.forEach(wire -> wire.trickle(0, 0));
  }

  /** What is planned and not yet used up, and how often something was done. */
  public synchronized long describe(ArrayNode into) {
    for (Planned one : planned) {
      one.fault.describe(into.addObject().put("left", one.left));
    }
    return done;
  }

  @Override
  public synchronized @Nullable String refuse(String protocol, Request request) {
    SocketFault.Kind kind =
        switch (request) {
          case CONNECT -> SocketFault.Kind.REFUSE_CONNECT;
          case AUTHENTICATE -> SocketFault.Kind.REFUSE_AUTH;
          case SUBSCRIBE -> SocketFault.Kind.REFUSE_SUBSCRIBE;
        };
    for (Iterator<Planned> all = planned.iterator(); all.hasNext(); ) {
      Planned one = all.next();
      if (one.fault.kind() == kind && one.fault.concerns(protocol)) {
        if (one.skip > 0) {
          one.skip--;
          return null;
        }
        used(one, all);
        return one.fault.text();
      }
    }
    return null;
  }

  private void used(Planned one, Iterator<Planned> all) {
    done++;
    if (--one.left == 0) {
      all.remove();
      switched();
    }
    LOG.info("fault kind={} protocol={} left={}", one.fault.kind(), one.fault.protocol(), one.left);
  }

  @Override
  public synchronized void onFrame(long connection, byte[] json, Wire wire) {
    String text = BrokenFrames.text(json);
    SocketFault fault = BrokenFrames.data(wire.protocol(), text) ? next(wire, json, text) : null;
    if (fault == null) {
      wire.send(json);
    } else {
      misbehave(fault, json, wire);
    }
    byte[] late = fault != null && keepsBack(fault) ? null : keptBack.remove(wire);
    if (late != null) {
      wire.send(late);
      switched();
    }
  }

  private static boolean keepsBack(SocketFault fault) {
    return fault.kind() == SocketFault.Kind.REORDER;
  }

  private @Nullable SocketFault next(Wire wire, byte[] json, String text) {
    for (Iterator<Planned> all = planned.iterator(); all.hasNext(); ) {
      Planned one = all.next();
      SocketFault fault = one.fault;
      boolean frames = !fault.kind().refusal() && fault.concerns(wire.protocol());
      boolean checksum =
          fault.kind() != SocketFault.Kind.CHECKSUM || BrokenFrames.wrongChecksum(json) != null;
      if (frames && checksum && text.contains(fault.match())) {
        if (one.skip > 0) {
          one.skip--;
          continue;
        }
        used(one, all);
        if (fault.kind() == SocketFault.Kind.SLOW && one.left == 0) {
          slow.remove(wire);
        }
        return fault;
      }
    }
    return null;
  }

  private void misbehave(SocketFault fault, byte[] json, Wire wire) {
    switch (fault.kind()) {
      case DROP -> wire.cut();
      case HALF_OPEN -> wire.mute();
      case DUPLICATE -> {
        wire.send(json);
        wire.send(json);
      }
      case REORDER -> {
        byte[] earlier = keptBack.put(wire, json);
        switched(); // the last plan may be used up, but this frame must not be forgotten
        if (earlier != null) {
          wire.send(earlier);
        }
      }
      case GAP -> LOG.debug("frame left out");
      case CHECKSUM -> {
        byte[] wrong = BrokenFrames.wrongChecksum(json);
        wire.send(wrong == null ? json : wrong);
      }
      case HUGE_FRAME -> {
        wire.send(BrokenFrames.huge(wire.protocol(), fault.bytes()));
        wire.send(json);
      }
      case DELAY -> {
        pause(fault.delayMs());
        wire.send(json);
      }
      case SLOW -> slowly(fault, json, wire);
      default -> {
        wire.send(BrokenFrames.malformed(fault.kind(), json));
        if (!fault.replace()) {
          wire.send(json);
        }
      }
    }
  }

  private void slowly(SocketFault fault, byte[] json, Wire wire) {
    boolean last = planned.stream().noneMatch(one -> one.fault.equals(fault));
    if (!last && slow.putIfAbsent(wire, fault) == null) {
      wire.trickle(fault.bytes(), fault.delayMs());
    }
    wire.send(json);
    if (last) {
      wire.trickle(0, 0);
    }
  }

  /** The market stands still meanwhile: the venue's own delay, not a gap. */
  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
