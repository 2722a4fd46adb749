package io.tapedeck.console.http;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may ask: the Host that a request names (a page of another site cannot reach the API
 * by a name of its own), its Origin, and its token; who guesses tokens is locked out for a time.
 * Thread-safe.
 */
final class Gatekeeper {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final int ADDRESSES_REMEMBERED = 10_000;

  private final Tokens tokens;
  private final Set<String> hosts;
  private final int lockoutAfter;
  private final long lockoutNanos;
  private final LongSupplier nanoTime;

  // guarded by this; the address longest without a failure is forgotten first
  private final Map<InetAddress, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Failures> eldest) {
          return size() > ADDRESSES_REMEMBERED;
        }
      };

  /** Wrong tokens of an address in a row, and until when it is locked out. */
  private static final class Failures {
    private int count;
    private long until;
    private boolean locked;
  }

  /**
   * A gatekeeper.
   *
   * @param nanoTime a monotonic clock, for lock-outs
   */
  Gatekeeper(
      Tokens tokens,
      List<String> allowedHosts,
      int lockoutAfter,
      Duration lockoutTime,
      LongSupplier nanoTime) {
    this.tokens = tokens;
    this.hosts = new HashSet<>(LOOPBACK);
    allowedHosts.forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
    this.lockoutAfter = lockoutAfter;
    this.lockoutNanos = lockoutTime.toNanos();
    this.nanoTime = nanoTime;
  }

  /**
   * Lets a request pass; returns what it may.
   *
   * @throws HttpRefusal if it may not
   */
  Scope admit(InetAddress from, Headers headers, Scope needed) {
    hostMustBeOurs(headers);
    if (needed == Scope.OPEN) {
      return Scope.OPEN;
    }
    refuseLockedOut(from);
    return tokenMustAllow(from, headers, needed);
  }

  private void hostMustBeOurs(Headers headers) {
    List<String> named = headers.getOrDefault("Host", List.of());
    if (named.size() != 1 || !hosts.contains(withoutPort(named.get(0)))) {
      throw new HttpRefusal(
          403,
          "the Host header names none of our hosts; add the name to console.allowed_hosts if it is");
    }
    for (String origin : headers.getOrDefault("Origin", List.of())) {
      if (!hosts.contains(hostOf(origin))) {
        throw new HttpRefusal(403, "requests of other sites' pages are refused");
      }
    }
  }

  private static String withoutPort(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    int colon = lower.lastIndexOf(':');
    return colon > lower.lastIndexOf(']') ? lower.substring(0, colon) : lower;
  }

  private static String hostOf(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private synchronized void refuseLockedOut(InetAddress from) {
    Failures known = failures.get(from);
    if (known != null && known.locked) {
      if (known.until - nanoTime.getAsLong() > 0) {
        throw new HttpRefusal(429, "too many wrong tokens from here; try again later");
      }
      failures.remove(from);
    }
  }

  private Scope tokenMustAllow(InetAddress from, Headers headers, Scope needed) {
    Scope allowed = tokens.scopeOf(bearer(headers));
    if (allowed == null) {
      failed(from);
      throw new HttpRefusal(
          401,
          "send 'Authorization: Bearer TOKEN'; the tokens were written to console/token under"
              + " TAPEDECK_HOME at the first start");
    }
    synchronized (this) {
      failures.remove(from);
    }
    if (needed == Scope.CONTROL && allowed != Scope.CONTROL) {
      throw new HttpRefusal(403, "this token may look only; use the control token");
    }
    return allowed;
  }

  private synchronized void failed(InetAddress from) {
    Failures known = failures.computeIfAbsent(from, address -> new Failures());
    if (++known.count >= lockoutAfter) {
      known.locked = true;
      known.until = nanoTime.getAsLong() + lockoutNanos;
    }
  }

  private static @Nullable String bearer(Headers headers) {
    List<String> given = headers.getOrDefault("Authorization", List.of());
    return given.size() == 1 && given.get(0).startsWith("Bearer ")
        ? given.get(0).substring("Bearer ".length()).strip()
        : null;
  }
}
