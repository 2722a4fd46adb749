package io.tapedeck.launcher.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Whether a venue's address can be reached: its name, a TCP connection tried several times, the
 * certificate, and for REST an answer and the difference of clocks.
 */
final class VenueChecks {
  private static final Set<String> SECURE = Set.of("https", "wss");
  private static final int CONNECTS = 5;
  private static final int WITHIN_MILLIS = 3_000;
  private static final long SLOW_MILLIS = 500;
  private static final long CERTIFICATE_DAYS = 14;
  private static final double SKEW_SECONDS = 1.5;
  private static final Map<String, String> STATUS_PAGES =
      Map.of(
          "kraken.com", "https://status.kraken.com/api/v2/status.json",
          "alpaca.markets", "https://status.alpaca.markets/");

  private VenueChecks() {}

  /** All of it for one address; later points are skipped where an earlier one fails. */
  static List<Finding> of(URI address) {
    List<Finding> findings = new ArrayList<>();
    String host = address.getHost();
    boolean secure = SECURE.contains(address.getScheme());
    int port = address.getPort() > 0 ? address.getPort() : secure ? 443 : 80;
    String at = host + ":" + port;
    InetAddress[] found;
    try {
      found = InetAddress.getAllByName(host);
      findings.add(Finding.ok("dns " + host, Arrays.toString(found)));
    } catch (UnknownHostException e) {
      findings.add(
          Finding.fail(
              "dns " + host,
              "no such host",
              "check the name in the config, /etc/resolv.conf, VPN"));
      return findings;
    }
    Finding tcp = tcp(at, host, port);
    findings.add(tcp);
    if (tcp.verdict() == Finding.Verdict.FAIL) {
      return findings;
    }
    if (secure) {
      Finding tls = tls(at, host, port);
      findings.add(tls);
      if (tls.verdict() == Finding.Verdict.FAIL) {
        return findings;
      }
    }
    if (address.getScheme().startsWith("http")) {
      findings.addAll(http(address, found[0].isLoopbackAddress()));
    }
    return findings;
  }

  private static Finding tcp(String at, String host, int port) {
    List<Long> millis = new ArrayList<>();
    String failure = "";
    for (int i = 0; i < CONNECTS; i++) {
      long begun = System.nanoTime();
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), WITHIN_MILLIS);
        millis.add((System.nanoTime() - begun) / 1_000_000);
      } catch (IOException e) {
        failure = String.valueOf(e.getMessage());
        if (millis.isEmpty() && i > 0) {
          break; // twice in vain: the rest would only wait
        }
      }
    }
    if (millis.isEmpty()) {
      return Finding.fail(
          "tcp " + at,
          failure,
          "is the service up, and does the firewall allow outbound TCP " + port + "?");
    }
    millis.sort(null);
    long median = millis.get(millis.size() / 2);
    String found = millis.size() + " of " + CONNECTS + " connections, median " + median + " ms";
    return millis.size() < CONNECTS || median > SLOW_MILLIS
        ? Finding.warn("tcp " + at, found, "packets are lost or late: see 'mtr " + host + "'")
        : Finding.ok("tcp " + at, found);
  }

  private static Finding tls(String at, String host, int port) {
    String check = "tls " + at;
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(host, port), WITHIN_MILLIS);
      plain.setSoTimeout(WITHIN_MILLIS);
      SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      try (SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true)) {
        socket.startHandshake();
        SSLSession session = socket.getSession();
        Instant end =
            ((X509Certificate) session.getPeerCertificates()[0]).getNotAfter().toInstant();
        String found = session.getProtocol() + ", certificate until " + end;
        return end.isBefore(Instant.now().plus(CERTIFICATE_DAYS, ChronoUnit.DAYS))
            ? Finding.warn(check, found, "the venue's certificate ends soon")
            : Finding.ok(check, found);
      }
    } catch (IOException e) {
      return Finding.fail(
          check,
          String.valueOf(e.getMessage()),
          "a proxy that opens TLS needs its certificate in Java's trust store; is the clock right?");
    }
  }

  private static List<Finding> http(URI address, boolean loopback) {
    List<Finding> findings = new ArrayList<>();
    String base = address.toString().replaceAll("/+$", "");
    boolean alpaca = base.contains("alpaca");
    String url = base + (alpaca ? "/v2/clock" : "/0/public/Time");
    try {
      HttpURLConnection connection = open(url);
      int status = connection.getResponseCode();
      // Alpaca answers 401 to who shows no key: it is reached all the same
      boolean reached = status < 400 || (alpaca && (status == 401 || status == 403));
      findings.add(
          reached
              ? Finding.ok("http " + url, "status " + status)
              : Finding.fail(
                  "http " + url, "status " + status, "is this the base URL of the REST API?"));
      if (reached && !loopback) {
        findings.add(skew(url, connection));
      }
    } catch (IOException e) {
      findings.add(
          Finding.fail(
              "http " + url, String.valueOf(e.getMessage()), "see the venue's status page"));
    }
    STATUS_PAGES.forEach(
        (venue, page) -> {
          if (address.getHost().endsWith(venue)) {
            findings.add(statusPage(page));
          }
        });
    return findings;
  }

  private static HttpURLConnection open(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(WITHIN_MILLIS);
    connection.setReadTimeout(WITHIN_MILLIS);
    return connection;
  }

  /** Our clock against the answer's: Kraken's body, else the Date header, each to the second. */
  private static Finding skew(String url, HttpURLConnection answer) throws IOException {
    long now = System.currentTimeMillis();
    double venue = answer.getDate() / 1e3;
    if (url.endsWith("/Time")) {
      JsonNode body = new ObjectMapper().readTree(body(answer));
      venue = body.at("/result/unixtime").asDouble(venue);
    }
    if (venue <= 0) {
      return Finding.skipped("clock", "the venue does not tell its time");
    }
    // told in whole seconds: half of one is added for what was cut off
    double seconds = now / 1e3 - venue - 0.5;
    String found = String.format(Locale.ROOT, "ours is %+.1f s from the venue's", seconds);
    return Math.abs(seconds) > SKEW_SECONDS
        ? Finding.fail("clock", found, "run NTP: deadlines and ages of orders depend on the clock")
        : Finding.ok("clock", found);
  }

  private static String body(HttpURLConnection connection) throws IOException {
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readNBytes(64 * 1024), StandardCharsets.UTF_8);
    }
  }

  /** What the venue says of itself; a page that does not answer is no fault of ours. */
  static Finding statusPage(String page) {
    try {
      HttpURLConnection connection = open(page);
      int status = connection.getResponseCode();
      if (status >= 400) {
        return Finding.warn("status page", page + " answers " + status, "look at it by hand");
      }
      String says =
          page.endsWith(".json")
              ? new ObjectMapper().readTree(body(connection)).at("/status/description").asText("")
              : "";
      return says.isEmpty() || says.equals("All Systems Operational")
          ? Finding.ok("status page", page + " " + says)
          : Finding.warn("status page", page + " says: " + says, "the venue has troubles: wait");
    } catch (IOException e) {
      return Finding.warn(
          "status page", page + " cannot be read: " + e.getMessage(), "look at it by hand");
    }
  }
}
