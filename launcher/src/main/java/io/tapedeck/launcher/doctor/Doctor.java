package io.tapedeck.launcher.doctor;

import io.tapedeck.executor.ExecutorConfig;
import io.tapedeck.executor.ExecutorConfig.VenueAccount;
import io.tapedeck.ingest.IngestConfig;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.LimitsFile;
import io.tapedeck.runtime.config.ConfigException;
import io.tapedeck.signals.SignalsConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every point in turn; a point that fails stops no other. */
public final class Doctor {
  private final Settings settings;
  private final List<URI> more;

  /**
   * A doctor.
   *
   * @param more addresses to reach besides those of the config
   */
  public Doctor(Settings settings, List<URI> more) {
    this.settings = settings;
    this.more = List.copyOf(more);
  }

  /** Config, credentials, machine, cluster, venues. */
  public List<Finding> examine() throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("config", settings.file() + " has no problem"));
    findings.add(limitsFile());
    findings.add(model());
    for (VenueAccount account : settings.section(ExecutorConfig.class).accounts()) {
      findings.add(credentials(account));
    }
    findings.addAll(new MachineChecks(settings).all());
    findings.addAll(new ClusterChecks(settings).all());
    addresses().forEach(address -> findings.addAll(VenueChecks.of(address)));
    return findings;
  }

  private Finding limitsFile() {
    Path file = LimitsFile.beside(settings);
    try {
      LimitsFile.read(file);
      return Finding.ok("limits file", file.toString());
    } catch (ConfigException e) {
      return Finding.fail("limits file", String.valueOf(e.getMessage()), "tapedeck config check");
    }
  }

  private Finding model() {
    Path file = settings.section(SignalsConfig.class).modelPath();
    return Files.isReadable(file)
        ? Finding.ok("model", file + "; tapedeck model test loads it")
        : Finding.fail(
            "model",
            "Cannot read model file " + file,
            "set signal.model_path, or restore it: tapedeck model restore");
  }

  private static Finding credentials(VenueAccount account) {
    String check = "credentials " + account.name();
    boolean given = !account.apiKey().reveal().isBlank() && !account.apiSecret().reveal().isBlank();
    if (given) {
      return Finding.ok(check, "key and secret are set; the executor shows them at its start");
    }
    try {
      if (InetAddress.getByName(account.restUrl().getHost()).isLoopbackAddress()) {
        return Finding.skipped(check, "the local venue makes its own");
      }
    } catch (UnknownHostException e) {
      // told by the check of its address
    }
    return Finding.fail(
        check,
        "API key and secret are required for account operations",
        "put them into .env (see .env.example): trade-only, no withdrawal");
  }

  private Set<URI> addresses() {
    Set<URI> addresses = new LinkedHashSet<>(more);
    IngestConfig marketData = settings.section(IngestConfig.class);
    if (marketData.websocketUrl() != null) {
      addresses.add(marketData.websocketUrl());
    }
    addresses.addAll(marketData.backupUrls());
    for (VenueAccount account : settings.section(ExecutorConfig.class).accounts()) {
      addresses.add(account.restUrl());
      addresses.add(account.websocketUrl());
    }
    return addresses;
  }
}
