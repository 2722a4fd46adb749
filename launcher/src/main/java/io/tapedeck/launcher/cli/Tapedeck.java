package io.tapedeck.launcher.cli;

import io.tapedeck.console.limits.LimitsRefusedException;
import io.tapedeck.launcher.ExitCodes;
import io.tapedeck.launcher.stack.Unreachable;
import io.tapedeck.runtime.config.ConfigException;
import io.tapedeck.runtime.redaction.Redactor;
import io.tapedeck.schemas.registry.RegistryException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root command. */
@Command(
    name = "tapedeck",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    description = "A trading pipeline whose tape is Kafka.",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      DoctorCommand.class,
      RestartCommand.class,
      StopCommand.class,
      TopCommand.class,
      LogsCommand.class,
      ResourcesCommand.class,
      DiagnosticsCommand.class,
      IncidentCommand.class,
      RunCommand.class,
      TapeCommand.class,
      BacktestCommand.class,
      SweepCommand.class,
      ReplayCommand.class,
      ExplainCommand.class,
      ViolationsCommand.class,
      LimitsCommand.class,
      AccountCommands.Positions.class,
      AccountCommands.Pnl.class,
      AccountCommands.Concentration.class,
      AccountCommands.Orders.class,
      FillsCommand.class,
      ControlCommands.Breaker.class,
      ControlCommands.Position.class,
      ControlCommands.Liquidate.class,
      ControlsCommand.class,
      TopicsCommand.class,
      AclsCommand.class,
      AlertsCommand.class,
      SchemasCommand.class,
      ConfigCommand.class,
      ModelCommand.class,
      ProvisionCommand.class,
      BenchCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    footer = {
      "",
      "Exit codes: 0 ok, 1 failure, 2 usage, 3 config, 4 broker unreachable,",
      "5 schema incompatible, 6 verification failed."
    })
public final class Tapedeck {
  private Tapedeck() {}

  /** Runs one command line and returns its exit code. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  /** The commands, ready to be parsed or executed. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Tapedeck());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    return line;
  }

  /** One clear line (or one a problem) on standard error, and the code that scripts can act on. */
  private static int explain(Exception failure, CommandLine command) {
    Throwable cause = failure;
    while (cause instanceof ExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    LoggerFactory.getLogger(Tapedeck.class).debug("{} failed", command.getCommandName(), failure);
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    command.getErr().println("tapedeck: " + Redactor.process().scrub(message));
    if (cause instanceof ConfigException || cause instanceof LimitsRefusedException) {
      return ExitCodes.CONFIG;
    }
    if (cause instanceof Unreachable || cause instanceof TimeoutException) {
      return ExitCodes.BROKER_UNREACHABLE;
    }
    if (cause instanceof RegistryException refusal && refusal.status() == 409) {
      return ExitCodes.SCHEMA_INCOMPATIBLE;
    }
    if (cause instanceof CommandLine.ParameterException) {
      return ExitCodes.USAGE;
    }
    return ExitCodes.FAILURE;
  }
}
