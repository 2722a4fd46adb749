package io.tapedeck.replay.tick;

/** A cache file is not what was written; it can be deleted without loss. */
public final class DamagedCacheException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says which file and what is wrong with it. */
  public DamagedCacheException(String message) {
    super(message);
  }
}
