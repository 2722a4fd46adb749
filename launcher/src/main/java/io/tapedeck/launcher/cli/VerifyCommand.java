package io.tapedeck.launcher.cli;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.ops.Archive;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.replay.Anchors;
import io.tapedeck.replay.ExportedTape;
import io.tapedeck.replay.JournalRange;
import io.tapedeck.replay.JournalVerifier;
import io.tapedeck.replay.KafkaTape;
import io.tapedeck.replay.StateSnapshots;
import io.tapedeck.replay.Tape;
import io.tapedeck.replay.Verification;
import io.tapedeck.replay.proof.Certificate;
import io.tapedeck.replay.proof.SigningKey;
import io.tapedeck.runtime.health.BuildInfo;
import io.tapedeck.runtime.kafka.KafkaConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code replay verify}. */
@Command(
    name = "verify",
    description = "Folds the risk journal anew and compares every decision and hash.")
final class VerifyCommand implements Callable<Integer> {
  private static final int SNAPSHOTS_KEPT = 24;

  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      description = "A folder that 'tape export --records' wrote, instead of the cluster.")
  private @Nullable Path journal;

  @Option(
      names = "--anchors",
      paramLabel = "FILE",
      description = {
        "Also holds the journal against where it stood when this file was last used, which finds a",
        "cut tail; where all is well, notes where it stands now. Keep it away from the cluster."
      })
  private @Nullable Path anchors;

  @Option(
      names = "--account",
      paramLabel = "A",
      description = "Compares this account's decisions only; the chain is checked all the same.")
  private @Nullable String account;

  @Option(
      names = "--from",
      paramLabel = "N|P:N",
      description = "From this journal entry on, of partition P or of each.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "N|P:N",
      description = "Up to this journal entry, of partition P or of each.")
  private @Nullable String to;

  @Option(
      names = "--snapshots",
      paramLabel = "DIR",
      description = {
        "Keeps proved states here, and begins a --from at the newest before it instead of at the",
        "journal's start."
      })
  private @Nullable Path snapshots;

  @Option(
      names = "--snapshot-every",
      paramLabel = "N",
      description = "Entries between two snapshots (default: ${DEFAULT-VALUE}).")
  private long snapshotEvery = 100_000;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Partitions verified at once (default: ${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = {
        "Writes a signed summary: what was read, counts, hashes, build and verdict. Check it with",
        "'replay certificate check'."
      })
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Ed25519 key that signs it, made if absent (default: under TAPEDECK_HOME).")
  private @Nullable Path key;

  @Option(
      names = "--capsule",
      paramLabel = "FILE",
      description = "An archive that 'incident create' wrote, instead of the cluster.")
  private @Nullable Path capsule;

  @Override
  public Integer call() throws IOException {
    if (capsule == null) {
      return verify();
    }
    Path unpacked = Files.createTempDirectory("tapedeck-capsule-");
    try {
      Archive.unpack(capsule, unpacked);
      journal = unpacked.resolve("capsule");
      return verify();
    } finally {
      Archive.delete(unpacked);
    }
  }

  private int verify() {
    JournalRange range = range();
    if (threads < 1 || snapshotEvery < 1) {
      throw wrong("--threads and --snapshot-every must be at least 1");
    }
    Settings settings = journal == null ? common.reachable() : common.settings();
    try (Tape tape =
        journal == null ? new KafkaTape(settings.platform("replay")) : new ExportedTape(journal)) {
      JournalVerifier verifier =
          new JournalVerifier(tape, entries -> {}).only(range).threads(threads);
      if (snapshots != null) {
        verifier.with(new StateSnapshots(snapshots, SNAPSHOTS_KEPT), snapshotEvery);
      }
      Anchors known = anchors == null ? null : new Anchors(anchors);
      int held = known == null ? 0 : known.all().size();
      Verification found = (known == null ? verifier : verifier.against(known)).verify();
      if (known != null && found.clean()) {
        found.anchor(known);
      }
      if (certificate != null) {
        certify(certificate, settings, found, held);
      }
      print(spec.commandLine().getOut(), found);
      return found.clean() ? ExitCodes.OK : ExitCodes.VERIFICATION_FAILED;
    }
  }

  private void certify(Path file, Settings settings, Verification found, int held) {
    Path signer = key == null ? new Home(settings.stack().home()).signingKey() : key;
    BuildInfo build = BuildInfo.load();
    Certificate.write(
        file,
        found,
        new Certificate.Circumstances(
            journal == null
                ? settings.section(KafkaConfig.class).bootstrapServers()
                : journal.toString(),
            build.version() + " " + build.commit(),
            Instant.now().toString(),
            held),
        SigningKey.in(signer));
    spec.commandLine()
        .getErr()
        .println("certificate in " + file + ", signed by " + SigningKey.publicFile(signer));
  }

  private JournalRange range() {
    Place first = place("--from", from, 1);
    Place last = place("--to", to, Long.MAX_VALUE);
    if (first.named() && last.named() && first.partition != last.partition) {
      throw wrong("--from and --to name different partitions");
    }
    try {
      return new JournalRange(
          first.named() ? first.partition : last.partition,
          first.seq,
          last.seq,
          account == null ? null : new AccountId(account));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** A journal number, and the partition if one is named. */
  private record Place(int partition, long seq) {
    boolean named() {
      return partition != JournalRange.EVERY;
    }
  }

  private Place place(String option, @Nullable String text, long otherwise) {
    if (text == null) {
      return new Place(JournalRange.EVERY, otherwise);
    }
    int colon = text.indexOf(':');
    try {
      return new Place(
          colon < 0 ? JournalRange.EVERY : Integer.parseInt(text.substring(0, colon)),
          Long.parseLong(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw wrong(
          option
              + " '"
              + text
              + "' is no journal number: give 1500, or 0:1500 for partition 0 only, as 'explain' and"
              + " 'limits history' name them");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void print(PrintWriter out, Verification found) {
    Verification.Difference first = found.first();
    if (!common.json()) {
      out.println(
          found.entries()
              + " entries, "
              + found.decisions()
              + " decisions, "
              + found.differences()
              + " differences");
      if (first != null) {
        out.println("first difference: " + first);
      }
      return;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("partitions", found.partitions());
    json.put("entries", found.entries());
    json.put("decisions", found.decisions());
    json.put("differences", found.differences());
    json.put("first_difference", first == null ? null : first.toString());
    json.put("heads", found.heads());
    List<Map<String, Object>> proofs = new ArrayList<>();
    for (Verification.PartitionProof proof : found.proofs()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("partition", proof.partition());
      row.put("from_entry", proof.fromSeq());
      row.put("to_entry", proof.toSeq());
      row.put("differences", proof.differences());
      row.put("head", proof.head());
      row.put("state_sha256", proof.stateSha256());
      proofs.add(row);
    }
    json.put("proofs", proofs);
    out.println(CommonOptions.toJson(json));
  }
}
