package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.doctor.Doctor;
import io.tapedeck.launcher.doctor.Finding;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}. */
@Command(
    name = "doctor",
    description = {
      "Examines config, credentials, machine, ports, broker, topics, schemas, registry and the way to",
      "the venues; says of each what it found and what to do. Exit code 1 if a point fails."
    })
final class DoctorCommand implements Callable<Integer> {
  private static final Map<String, List<String>> VENUES =
      Map.of(
          "kraken",
          List.of("https://api.kraken.com", "wss://ws.kraken.com/v2"),
          "alpaca",
          List.of("https://paper-api.alpaca.markets", "wss://stream.data.alpaca.markets/v2/iex"));

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Venues whose public addresses are known. */
  enum KnownVenue {
    kraken,
    alpaca
  }

  @Option(
      names = "--venue",
      paramLabel = "NAME",
      description = "Also the way to this venue's own addresses: kraken or alpaca.")
  private List<KnownVenue> venues = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    List<URI> more =
        venues.stream()
            .flatMap(venue -> VENUES.getOrDefault(venue.name(), List.of()).stream())
            .map(URI::create)
            .toList();
    List<Finding> findings = new Doctor(common.settings(), more).examine();
    boolean failed = findings.stream().anyMatch(f -> f.verdict() == Finding.Verdict.FAIL);
    if (common.json()) {
      spec.commandLine()
          .getOut()
          .println(
              CommonOptions.toJson(
                  Map.of(
                      "healthy",
                      !failed,
                      "findings",
                      findings.stream().map(Finding::row).toList())));
    } else {
      Printer.of(findings.stream().map(Finding::row).toList()).print(spec.commandLine().getOut());
    }
    return failed ? ExitCodes.FAILURE : ExitCodes.OK;
  }
}
