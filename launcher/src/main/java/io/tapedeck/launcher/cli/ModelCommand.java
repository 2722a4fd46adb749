package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.Settings;
import io.tapedeck.signals.SignalModels;
import io.tapedeck.signals.SignalsConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model inspect|test|check|train|export|backup|restore|audit|switch}. */
@Command(
    name = "model",
    description = "Model files: what they are, whether they work, how they are made and kept.",
    subcommands = {
      ModelCommand.Inspect.class,
      ModelCommand.Test.class,
      ModelCommand.Check.class,
      ModelCommand.Train.class,
      ModelCommand.Export.class,
      ModelCommand.Backup.class,
      ModelCommand.Restore.class,
      ModelCommand.Audit.class,
      ModelCommand.Switch.class
    })
final class ModelCommand {
  private static final String DEFAULT = "The config's model if none is given.";

  /** What all of them share. */
  abstract static class OfModel implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    Settings settings() {
      return common.settings();
    }

    Settings reachable() {
      return common.reachable();
    }

    Path orConfigured(@Nullable Path given) {
      return given != null ? given : settings().section(SignalsConfig.class).modelPath();
    }

    void progress(String line) {
      spec.commandLine().getErr().println(line);
    }

    CommandLine commandLine() {
      return spec.commandLine();
    }

    int print(Map<String, ?> found) {
      PrintWriter out = spec.commandLine().getOut();
      if (common.json()) {
        out.println(CommonOptions.toJson(found));
        return ExitCodes.OK;
      }
      Printer printer = new Printer();
      rows(printer, "", found);
      printer.print(out);
      return ExitCodes.OK;
    }

    private static void rows(Printer printer, String before, Map<?, ?> found) {
      found.forEach(
          (key, value) -> {
            if (value instanceof Map<?, ?> nested) {
              rows(printer, before + key + ".", nested);
            } else {
              printer.row(before + key, value);
            }
          });
    }
  }

  @Command(name = "inspect", description = "Inputs, outputs, shapes, operator sets, hash.")
  static final class Inspect extends OfModel {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = DEFAULT)
    private @Nullable Path file;

    @Override
    public Integer call() {
      return print(SignalModels.inspect(orConfigured(file)));
    }
  }

  @Command(name = "test", description = "Loads a model as the service would, and scores vectors.")
  static final class Test extends OfModel {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = DEFAULT)
    private @Nullable Path file;

    @Override
    public Integer call() {
      return print(SignalModels.test(orConfigured(file)));
    }
  }

  @Command(
      name = "check",
      description = "Everything that stands against using a model here, all at once.")
  static final class Check extends OfModel {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = DEFAULT)
    private @Nullable Path file;

    @Override
    public Integer call() {
      Path model = orConfigured(file);
      List<String> problems = SignalModels.check(model);
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("model", model.toString());
      found.put("usable", problems.isEmpty());
      found.put("problems", problems);
      print(found);
      return problems.isEmpty() ? ExitCodes.OK : ExitCodes.FAILURE;
    }
  }

  @Command(
      name = "train",
      description = "Trains on a tape file, and writes model and card with its honest figures.")
  static final class Train extends OfModel {
    @Option(
        names = "--tape",
        required = true,
        paramLabel = "FILE",
        description = "Neutral CSV, may be gzipped.")
    private Path tape = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "NAME.onnx")
    private Path out = Path.of("");

    @Option(
        names = "--algorithm",
        paramLabel = "NAME",
        description = "logistic, factorization-machine or linear-svm (default: logistic).")
    private String algorithm = "logistic";

    @Option(
        names = "--features",
        split = ",",
        paramLabel = "NAME",
        description = "In the model's order (default: the shipped model's); see docs/features.md.")
    private List<String> features = new ArrayList<>();

    @Option(
        names = "--horizon",
        paramLabel = "QUOTES",
        description = "The label: the mid's direction over so many quotes (default: 50).")
    private int horizon = 50;

    @Option(
        names = "--every",
        paramLabel = "QUOTES",
        description = "A sample at every so-manieth quote (default: 5).")
    private int every = 5;

    @Option(
        names = "--train-share",
        paramLabel = "SHARE",
        description = "First part of the tape that is trained on (default: 0.6).")
    private double trainShare = 0.6;

    @Option(
        names = "--folds",
        paramLabel = "N",
        description = "Steps of the walk forward (default: 4).")
    private int folds = 4;

    @Option(
        names = "--no-scale",
        description = "Leave the features as they are instead of scaling them in the model.")
    private boolean unscaled;

    @Option(
        names = {"--opset", "--onnx-version"},
        paramLabel = "N",
        description = "ONNX operator set, 13 or later (default: 13).")
    private int opset = 13;

    @Option(names = "--epochs", paramLabel = "N", description = "(default: 10)")
    private int epochs = 10;

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "(default: 0.1)")
    private double learningRate = 0.1;

    @Option(names = "--seed", paramLabel = "N", description = "(default: 20240808)")
    private long seed = 20240808;

    @Option(
        names = "--delay-trades",
        paramLabel = "MILLIS",
        description = "Hold trades back so long by the receiver's clock (default: 0).")
    private long delayTrades;

    @Option(
        names = "--ablations",
        description = "Also try what is left without trades, and with later ones.")
    private boolean ablations;

    @Override
    public Integer call() throws Exception {
      SignalModels.Training training =
          new SignalModels.Training(
              tape,
              out,
              algorithm,
              features,
              horizon,
              every,
              trainShare,
              folds,
              !unscaled,
              opset,
              epochs,
              learningRate,
              seed,
              delayTrades,
              ablations);
      try {
        return print(SignalModels.train(training, this::progress));
      } catch (IllegalArgumentException e) {
        throw new CommandLine.ParameterException(commandLine(), String.valueOf(e.getMessage()), e);
      }
    }
  }

  @Command(
      name = "export",
      description = "Writes a model in another ONNX operator set, if its scores stay the same.")
  static final class Export extends OfModel {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = DEFAULT)
    private @Nullable Path file;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "NAME.onnx")
    private Path out = Path.of("");

    @Option(
        names = {"--opset", "--onnx-version"},
        required = true,
        paramLabel = "N",
        description = "ONNX operator set.")
    private int opset;

    @Override
    public Integer call() throws Exception {
      return print(SignalModels.export(orConfigured(file), out, opset));
    }
  }

  @Command(name = "backup", description = "Copies a sound model with its card and checksums.")
  static final class Backup extends OfModel {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = DEFAULT)
    private @Nullable Path file;

    @Option(
        names = "--to",
        paramLabel = "DIR",
        description = "Default: backups/models beside the config's folder.")
    private @Nullable Path to;

    @Override
    public Integer call() throws Exception {
      Path folder = to != null ? to : Settings.root().resolve("backups/models");
      return print(SignalModels.backup(orConfigured(file), folder));
    }
  }

  @Command(
      name = "restore",
      description = "Puts a backup in the model's place, if checksums and model are sound.")
  static final class Restore extends OfModel {
    @Parameters(paramLabel = "BACKUP", description = "The model file in the backup's folder.")
    private Path backup = Path.of("");

    @Option(names = "--to", paramLabel = "FILE", description = DEFAULT)
    private @Nullable Path to;

    @Override
    public Integer call() throws Exception {
      return print(SignalModels.restore(backup, orConfigured(to)));
    }
  }

  @Command(
      name = "audit",
      description = {
        "Scores the signals on the topic again with another model, and shows by range of offsets",
        "how its scores differ and how the features drift."
      })
  static final class Audit extends OfModel {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = DEFAULT)
    private @Nullable Path file;

    @Option(names = "--from", paramLabel = "OFFSET", description = "First offset (default: 0).")
    private long from;

    @Option(names = "--to", paramLabel = "OFFSET", description = "One beyond the last.")
    private long to = Long.MAX_VALUE;

    @Option(
        names = "--range",
        paramLabel = "N",
        description = "Signals of a range (default: 10000).")
    private int range = 10_000;

    @Override
    public Integer call() {
      Settings settings = reachable();
      return print(
          SignalModels.audit(
              orConfigured(file), settings.platform("audit"), from, to, Math.max(1, range)));
    }
  }

  @Command(
      name = "switch",
      description = {
        "Commands signals to use another model of the models' folder from the next tick of each",
        "instrument on; without a name, the config's own again."
      })
  static final class Switch extends OfModel {
    @Parameters(
        paramLabel = "NAME",
        arity = "0..1",
        description = "File name beside the config's model.")
    private String name = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Override
    public Integer call() throws Exception {
      Settings settings = reachable();
      Path configured = settings.section(SignalsConfig.class).modelPath();
      Path model = name.isEmpty() ? configured : configured.resolveSibling(name);
      String sha256 = String.valueOf(SignalModels.test(model).get("sha256"));
      String actor = System.getProperty("user.name", "unknown");
      String id = SignalModels.command(settings.platform("model"), name, sha256, actor, reason);
      Map<String, Object> done = new LinkedHashMap<>();
      done.put("command", id);
      done.put("model", model.toString());
      done.put("sha256", sha256);
      return print(done);
    }
  }
}
