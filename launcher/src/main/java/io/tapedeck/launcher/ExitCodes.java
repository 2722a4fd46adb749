package io.tapedeck.launcher;

/** Exit codes of every command. */
public final class ExitCodes {
  public static final int OK = 0;
  public static final int FAILURE = 1;
  public static final int USAGE = 2;
  public static final int CONFIG = 3;
  public static final int BROKER_UNREACHABLE = 4;
  public static final int SCHEMA_INCOMPATIBLE = 5;
  public static final int VERIFICATION_FAILED = 6;

  private ExitCodes() {}
}
