package io.tapedeck.runtime.health;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * What is running.
 *
 * @param version of the build, or {@code development}
 * @param commit of the source, or {@code unknown}
 */
public record BuildInfo(String version, String commit) {
  private static final String RESOURCE = "/tapedeck-build.properties";

  /** From the resource {@code tapedeck-build.properties} (keys version, commit) where it exists. */
  public static BuildInfo load() {
    Properties properties = new Properties();
    try (InputStream resource = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      if (resource != null) {
        properties.load(resource);
      }
    } catch (IOException e) {
      return new BuildInfo("unreadable", "unknown");
    }
    return new BuildInfo(
        properties.getProperty("version", "development"),
        properties.getProperty("commit", "unknown"));
  }
}
