package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.replay.proof.Certificate;
import io.tapedeck.replay.proof.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay certificate}. */
@Command(
    name = "certificate",
    description = "Signed summaries that 'replay verify --certificate' wrote.",
    subcommands = CertificateCommand.Check.class)
final class CertificateCommand {
  /** {@code replay certificate check}. */
  @Command(
      name = "check",
      description = {
        "Tells whether a certificate is whole, who signed it, and what it says. Exit code 6 if it was",
        "altered, if another key signed it, or if it says that the journal differs."
      })
  static final class Check implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The certificate.")
    private Path file = Path.of("");

    @Option(
        names = "--public-key",
        paramLabel = "FILE",
        description = {
          "Public key that must have signed it (default: that of this installation, if it has one;",
          "without any, only that it was not altered is checked)."
        })
    private @Nullable Path publicKey;

    @Override
    public Integer call() {
      Path trusted = publicKey == null ? ownKey() : publicKey;
      Certificate.Checked checked = Certificate.check(file, trusted);
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("signed", checked.signed());
      shown.put("trusted_key", trusted == null ? null : trusted.toString());
      shown.put("key_sha256", checked.keySha256());
      shown.put("verdict", checked.content().path("verdict").asText());
      for (String field :
          new String[] {
            "verified_at",
            "build",
            "tape",
            "entries",
            "decisions",
            "differences",
            "first_difference"
          }) {
        shown.put(field, checked.content().path(field).asText());
      }
      if (common.json()) {
        shown.put("certificate", checked.content());
        spec.commandLine().getOut().println(CommonOptions.toJson(shown));
      } else {
        Printer printer = new Printer();
        shown.forEach(printer::row);
        printer.print(spec.commandLine().getOut());
      }
      if (!checked.signed()) {
        spec.commandLine()
            .getErr()
            .println(
                "tapedeck: "
                    + file
                    + (trusted == null
                        ? " was altered since it was signed"
                        : " was altered, or not signed by the key in " + trusted)
                    + ": it proves nothing");
      }
      return checked.signed() && checked.clean() ? ExitCodes.OK : ExitCodes.VERIFICATION_FAILED;
    }

    private @Nullable Path ownKey() {
      Path own = SigningKey.publicFile(new Home(common.settings().stack().home()).signingKey());
      return Files.exists(own) ? own : null;
    }
  }
}
