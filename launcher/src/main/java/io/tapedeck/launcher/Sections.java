package io.tapedeck.launcher;

import io.tapedeck.console.ConsoleConfig;
import io.tapedeck.executor.ExecutorConfig;
import io.tapedeck.ingest.IngestConfig;
import io.tapedeck.replay.proof.VerifierConfig;
import io.tapedeck.risk.RiskConfig;
import io.tapedeck.runtime.RegistryConfig;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.lag.LagConfig;
import io.tapedeck.signals.SignalsConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sections of tapedeck.yaml. */
public final class Sections {
  private Sections() {}

  /** All of them, by name. */
  public static Map<String, Class<? extends Record>> all() {
    Map<String, Class<? extends Record>> sections = new LinkedHashMap<>();
    sections.put("kafka", KafkaConfig.class);
    sections.put("schema_registry", RegistryConfig.class);
    sections.put("topics", TopicsConfig.class);
    sections.put("market_data", IngestConfig.class);
    sections.put("signal", SignalsConfig.class);
    sections.put("risk", RiskConfig.class);
    sections.put("execution", ExecutorConfig.class);
    sections.put("console", ConsoleConfig.class);
    sections.put("lag", LagConfig.class);
    sections.put("verifier", VerifierConfig.class);
    sections.put("stack", StackConfig.class);
    sections.put("simulator", SimulatorSection.class);
    return sections;
  }
}
