package io.tapedeck.replay.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * An Ed25519 key pair in PEM files: {@code NAME.pem} the private one, readable by its owner only,
 * and {@code NAME.pub.pem} the public one, to be given to whoever checks.
 */
public final class SigningKey {
  static final String ALGORITHM = "Ed25519";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private final PrivateKey secret;
  private final PublicKey open;

  private SigningKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
  }

  /**
   * The pair of a file, made at its first use.
   *
   * @param file of the private key; the public one lies beside it
   * @throws IllegalStateException naming the file, if it holds no such key
   */
  public static SigningKey in(Path file) {
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      return new SigningKey(
          keys.generatePrivate(new PKCS8EncodedKeySpec(pem(file, PRIVATE))),
          publicKey(publicFile(file)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          file + " holds no " + ALGORITHM + " key: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the key in " + file, e);
    }
  }

  /** Where the public key of a private one lies. */
  public static Path publicFile(Path file) {
    String name = file.getFileName().toString();
    String stem = name.endsWith(".pem") ? name.substring(0, name.length() - 4) : name;
    return file.resolveSibling(stem + ".pub.pem");
  }

  private static void make(Path file) throws GeneralSecurityException, IOException {
    KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(publicFile(file), pem(PUBLIC, pair.getPublic().getEncoded()));
    Files.writeString(file, pem(PRIVATE, pair.getPrivate().getEncoded()));
  }

  /**
   * A public key from a PEM file.
   *
   * @throws IllegalStateException naming the file, if it holds none
   */
  static PublicKey publicKey(Path file) {
    try {
      return publicKey(pem(file, PUBLIC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          file + " holds no public " + ALGORITHM + " key: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the public key in " + file, e);
    }
  }

  static PublicKey publicKey(byte[] encoded) throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
  }

  byte[] publicBytes() {
    return open.getEncoded();
  }

  byte[] sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK signs with " + ALGORITHM, e);
    }
  }

  static boolean signed(PublicKey key, byte[] bytes, byte[] value) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(bytes);
      return signature.verify(value);
    } catch (GeneralSecurityException e) {
      return false; // a value that is no signature at all
    }
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  private static byte[] pem(Path file, String kind) throws IOException, GeneralSecurityException {
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    String begin = "-----BEGIN " + kind + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + kind + "-----");
    if (from < 0 || to < from) {
      throw new GeneralSecurityException("no line '" + begin + "'");
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to).strip());
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("what is between its lines is not base64", e);
    }
  }
}
