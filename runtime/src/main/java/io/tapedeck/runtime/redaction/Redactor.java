package io.tapedeck.runtime.redaction;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scrubs text of secrets: of every registered value, in plain, JSON-escaped, URL-encoded and Base64
 * form, and of what looks like a credential by its name ({@code password=…}, {@code Authorization:
 * …}). Thread-safe; registration is rare and copies, scrubbing reads a snapshot without a lock.
 */
public final class Redactor {
  /** What a secret is replaced with. */
  public static final String MASK = "***";

  /** Shorter values are not registered: replacing them would shred ordinary text. */
  public static final int SHORTEST_SECRET = 4;

  private static final int SHORTEST_LINE = 8;

  private static final String CREDENTIAL_NAMES =
      "[\\w.-]*(?:api[-_.]?key|api[-_.]?secret|secret[-_.]?key|secret|password|passwd|"
          + "api-sign|apca-api-[a-z-]+|(?:access|auth|ws|api|websockets)[-_.]?token|token)";

  private static final List<Rule> CREDENTIALS =
      List.of(
          new Rule(
              Pattern.compile(
                  "(?i)\\b(authorization\\\\?[\"']?\\s*[:=]\\s*\\\\?[\"']?)[^\"'\\r\\n]+"),
              "$1" + MASK),
          new Rule(
              Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}"), "$1 " + MASK),
          new Rule(
              Pattern.compile(
                  "(?i)\\b("
                      + CREDENTIAL_NAMES
                      + "\\\\?[\"']?\\s*[:=]\\s*\\\\?[\"']?)(?!\\*\\*\\*)[^\\s\"',;&)}\\]\\\\]+"),
              "$1" + MASK),
          new Rule(Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+(@)"), "$1" + MASK + "$2"));

  private static final Pattern SENSITIVE_NAME =
      Pattern.compile(
          "(?i).*(password|passwd|secret|jaas|credential|private[-_.]?key|"
              + "api[-_.]?key|keystore[-_.]key|token$|token[-_.]value).*");

  // Last, because it reads the constants above.
  private static final Redactor PROCESS = new Redactor();

  private volatile List<String> values = List.of();
  private volatile List<Rule> rules = CREDENTIALS;

  /** A redactor of its own, for instance for building a diagnostics bundle. */
  public Redactor() {}

  /**
   * The process's redactor: the one mutable static of this module, because the logging framework
   * builds its encoders by itself and a secret must be unprintable from the moment it exists.
   */
  public static Redactor process() {
    return PROCESS;
  }

  /** Whether a key by its name holds a credential. */
  public static boolean isSensitiveName(String key) {
    return SENSITIVE_NAME.matcher(key).matches();
  }

  /** From now on {@code secret} is scrubbed; values shorter than 4 characters are left alone. */
  public synchronized void register(String secret) {
    Set<String> all = new LinkedHashSet<>(values);
    addForms(all, secret);
    for (String line : secret.split("\\R", -1)) {
      if (line.length() >= SHORTEST_LINE) {
        addForms(all, line);
      }
    }
    List<String> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparingInt(String::length).reversed());
    values = List.copyOf(sorted);
  }

  /** From now on every match of {@code pattern} is replaced with {@link #MASK}. */
  public synchronized void registerPattern(Pattern pattern) {
    List<Rule> all = new ArrayList<>(rules);
    all.add(new Rule(pattern, Matcher.quoteReplacement(MASK)));
    rules = List.copyOf(all);
  }

  /** {@code text} without any secret known to this redactor. */
  public String scrub(String text) {
    String scrubbed = text;
    for (String value : values) {
      if (scrubbed.contains(value)) {
        scrubbed = scrubbed.replace(value, MASK);
      }
    }
    for (Rule rule : rules) {
      Matcher matcher = rule.pattern().matcher(scrubbed);
      if (matcher.find()) {
        scrubbed = matcher.replaceAll(rule.replacement());
      }
    }
    return scrubbed;
  }

  private static void addForms(Set<String> all, String secret) {
    if (secret.length() < SHORTEST_SECRET) {
      return;
    }
    all.add(secret);
    all.add(escapedForJson(secret));
    all.add(ControlCharacters.escape(secret));
    all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    all.add(Base64.getEncoder().encodeToString(bytes));
    all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static String escapedForJson(String text) {
    return ControlCharacters.escape(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  private record Rule(Pattern pattern, String replacement) {}
}
