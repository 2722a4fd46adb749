package io.tapedeck.launcher;

import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.RegistryConfig;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.config.ConfigLoader;
import io.tapedeck.runtime.config.DotEnv;
import io.tapedeck.runtime.config.LoadedConfig;
import io.tapedeck.runtime.kafka.KafkaClients;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.metrics.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of one run: the config file under environment, {@code .env} and {@code --set}.
 *
 * @param file the config file
 * @param environment what substitutions and overrides see
 * @param sets {@code section.key=value} from the command line
 * @param loaded the bound sections
 */
public record Settings(
    Path file, Map<String, String> environment, List<String> sets, LoadedConfig loaded) {

  /** The folder of the checkout or installation. */
  public static Path root() {
    return Path.of(System.getProperty("tapedeck.root", ".")).toAbsolutePath().normalize();
  }

  /**
   * Loads a config.
   *
   * @throws io.tapedeck.runtime.config.ConfigException naming every problem
   */
  public static Settings load(Path file, List<String> sets) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putIfAbsent("TAPEDECK_ROOT", root().toString());
    Path dotEnv = root().resolve(".env");
    if (java.nio.file.Files.exists(dotEnv)) {
      environment = DotEnv.beneath(dotEnv, environment);
    }
    return load(file, environment, sets);
  }

  static Settings load(Path file, Map<String, String> environment, List<String> sets) {
    LoadedConfig loaded = new ConfigLoader(Sections.all()).load(file, environment, sets);
    return new Settings(file, Map.copyOf(environment), List.copyOf(sets), loaded);
  }

  /** The same with more {@code --set}s over them. */
  public Settings with(String... more) {
    List<String> all = new ArrayList<>(sets);
    all.addAll(List.of(more));
    return load(file, environment, all);
  }

  /** The same with more environment over its own. */
  public Settings withEnvironment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return load(file, all, sets);
  }

  /** A section. */
  public <T extends Record> T section(Class<T> type) {
    return loaded.section(type);
  }

  /** Local ports and folders. */
  public StackConfig stack() {
    return section(StackConfig.class);
  }

  /** What services are made with. */
  public Platform platform(String service) {
    KafkaClients kafka = new KafkaClients(section(KafkaConfig.class));
    return new Platform(
        kafka, section(RegistryConfig.class).formats(), new Metrics(service), EdgeClock.system());
  }
}
