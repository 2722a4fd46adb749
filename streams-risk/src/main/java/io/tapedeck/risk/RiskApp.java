package io.tapedeck.risk;

import io.tapedeck.risk.kafka.JournalReader;
import io.tapedeck.risk.kafka.RiskOffsets;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.StreamsService;
import io.tapedeck.runtime.lifecycle.Service;
import java.util.List;
import java.util.Properties;

/**
 * The risk service:
 *
 * <ol>
 *   <li>checks that all account topics have the same partition count, and seeds the group's offsets
 *       on its first start, from the journal if there is one
 *   <li>runs the {@link RiskTopology}
 * </ol>
 */
public final class RiskApp {
  private static final String CLIENT_ID = "tapedeck-risk";

  private RiskApp() {}

  /** The services that make it up, in the order they start. */
  public static List<Service> services(RiskConfig config, Platform platform) {
    JournalReader journal = new JournalReader(platform);
    RiskOffsets offsets = new RiskOffsets(platform, journal, config.applicationId());
    Properties settings = platform.kafka().streamsProperties(config.applicationId(), CLIENT_ID);
    StreamsService streams =
        new StreamsService(
            "risk", RiskTopology.build(platform, journal), settings, platform.metrics()::bind);
    return List.of(Service.of("risk-offsets", offsets::seed, timeout -> {}), streams);
  }
}
