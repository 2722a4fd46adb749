package io.tapedeck.runtime.logging;

import io.tapedeck.runtime.lifecycle.Role;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the loggers of this process the levels of a {@link LevelsFile}, and back the ones they had
 * when the file does not name them any longer.
 */
public final class LevelsFollower implements Role {
  private static final Logger LOG = LoggerFactory.getLogger(LevelsFollower.class);

  private final LevelsFile file;
  private final Map<String, @Nullable String> before = new HashMap<>();
  private Map<String, String> applied = Map.of();

  public LevelsFollower(LevelsFile file) {
    this.file = file;
  }

  @Override
  public String roleName() {
    return "log-levels";
  }

  @Override
  public int doWork() {
    Map<String, String> wanted = file.read();
    if (wanted.equals(applied)) {
      return 0;
    }
    Map<String, String> current = LogLevels.current();
    wanted.forEach(
        (logger, level) -> {
          if (!before.containsKey(logger)) {
            before.put(logger, current.get(logger));
          }
          try {
            LogLevels.set(logger, level);
          } catch (IllegalArgumentException e) {
            LOG.warn("log levels: {}", e.getMessage());
          }
        });
    before
        .entrySet()
        .removeIf(
            each -> {
              boolean unset = !wanted.containsKey(each.getKey());
              if (unset) {
                LogLevels.restore(each.getKey(), each.getValue());
              }
              return unset;
            });
    LOG.info("log levels set while running: {}", wanted);
    applied = wanted;
    return 0;
  }
}
