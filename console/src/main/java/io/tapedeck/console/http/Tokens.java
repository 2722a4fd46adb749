package io.tapedeck.console.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of the control API. Made at the first start: {@code token} holds them for their owner,
 * who may move it away; {@code token.sha256} holds their hashes, which is all that is read later.
 * Both files belong to the owner alone. Immutable.
 */
public final class Tokens {
  private static final int BYTES = 32;

  private final Map<Scope, byte[]> hashes;

  private Tokens(Map<Scope, byte[]> hashes) {
    this.hashes = hashes;
  }

  /**
   * The tokens of a folder, made if it has none.
   *
   * @throws IllegalStateException if the file of hashes cannot be read as such
   */
  public static Tokens in(Path folder) {
    Path stored = folder.resolve("token.sha256");
    try {
      if (!Files.exists(stored)) {
        make(folder, stored);
      }
      return read(stored, Files.readAllLines(stored, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the control API's tokens in " + folder, e);
    }
  }

  private static void make(Path folder, Path stored) throws IOException {
    Files.createDirectories(folder);
    StringBuilder clear = new StringBuilder();
    StringBuilder hashed = new StringBuilder();
    SecureRandom random = new SecureRandom();
    for (Scope scope : List.of(Scope.READ, Scope.CONTROL)) {
      byte[] secret = new byte[BYTES];
      random.nextBytes(secret);
      String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
      String name = scope.name().toLowerCase(Locale.ROOT);
      clear.append(name).append(' ').append(token).append('\n');
      hashed.append(name).append(' ').append(HexFormat.of().formatHex(hash(token))).append('\n');
    }
    write(folder.resolve("token"), clear.toString());
    write(stored, hashed.toString());
  }

  /** The file is the owner's alone from its first byte on. */
  private static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  private static Tokens read(Path stored, List<String> lines) {
    Map<Scope, byte[]> hashes = new EnumMap<>(Scope.class);
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      try {
        hashes.put(
            Scope.valueOf(words[0].toUpperCase(Locale.ROOT)), HexFormat.of().parseHex(words[1]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw broken(stored);
      }
    }
    if (!hashes.keySet().containsAll(List.of(Scope.READ, Scope.CONTROL))) {
      throw broken(stored);
    }
    return new Tokens(hashes);
  }

  private static IllegalStateException broken(Path stored) {
    return new IllegalStateException(
        stored + " is no file of token hashes: remove it, and the next start makes new tokens");
  }

  /** What a token allows, null if it is none of ours. Takes the same time whatever it is. */
  @Nullable Scope scopeOf(@Nullable String token) {
    byte[] hash = hash(token == null ? "" : token);
    boolean control = MessageDigest.isEqual(hash, hashes.get(Scope.CONTROL));
    boolean read = MessageDigest.isEqual(hash, hashes.get(Scope.READ));
    return control ? Scope.CONTROL : read ? Scope.READ : null;
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
