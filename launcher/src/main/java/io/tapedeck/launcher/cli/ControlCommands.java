package io.tapedeck.launcher.cli;

import io.tapedeck.console.control.Commander;
import io.tapedeck.console.kafka.CommandWriter;
import io.tapedeck.console.view.AccountView;
import io.tapedeck.console.view.CommandView;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.runtime.Platform;
import java.util.Collection;
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

/** {@code breaker}, {@code position close}, {@code liquidate}: what people command, as records. */
final class ControlCommands {
  private ControlCommands() {}

  /** A command of a person. */
  abstract static class Control implements Callable<Integer> {
    @Mixin CommonOptions common = new CommonOptions();
    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--account",
        paramLabel = "A",
        description = "Of this account only (default: everyone).")
    private @Nullable String account;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stays on the record.")
    private String reason = "";

    @Option(
        names = "--by",
        paramLabel = "WHO",
        description = "Who commands (default: the user of this session).")
    private String by = System.getProperty("user.name", "cli");

    /** What was said. */
    record Said(
        Platform platform,
        Commander commander,
        @Nullable AccountId account,
        String by,
        String reason) {
      Collection<AccountSnapshot> accounts() {
        return AccountCommands.accounts(platform, account == null ? null : account.value());
      }
    }

    @Override
    public Integer call() {
      if (needsReason() && reason.isBlank()) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "say a --reason: to go on again needs one");
      }
      Platform platform = common.reachable().platform("control");
      try (CommandWriter writer = new CommandWriter(platform)) {
        Commander commander = new Commander(writer::write, platform.clock()::epochNanos);
        AccountId only = account == null ? null : new AccountId(account);
        List<CommandView> written =
            write(new Said(platform, commander, only, by, reason.isBlank() ? "by hand" : reason));
        print(written);
      }
      return 0;
    }

    private void print(List<CommandView> written) {
      if (common.json()) {
        spec.commandLine()
            .getOut()
            .println(
                CommonOptions.toJson(
                    Map.of("commands", written.stream().map(CommandView::view).toList())));
        return;
      }
      for (CommandView command : written) {
        spec.commandLine().getOut().println(command.command().action() + " " + command.view());
      }
    }

    boolean needsReason() {
      return false;
    }

    abstract List<CommandView> write(Said said);
  }

  @Command(
      name = "breaker",
      description = "The circuit breaker.",
      subcommands = {Activate.class, Deactivate.class, Status.class})
  static final class Breaker {}

  @Command(
      name = "activate",
      description = "Trips it: cancels working orders but stops, refuses what grows a position.")
  static final class Activate extends Control {
    @Override
    List<CommandView> write(Said said) {
      return List.of(
          said.commander()
              .order(ControlAction.TRIP_BREAKER, said.account(), said.by(), said.reason()));
    }
  }

  @Command(
      name = "deactivate",
      aliases = "reset",
      description = "Resets it: everyone's and that of each tripped account, or one account's.")
  static final class Deactivate extends Control {
    @Override
    boolean needsReason() {
      return true;
    }

    @Override
    List<CommandView> write(Said said) {
      return said.commander()
          .resetBreaker(said.account(), said.accounts(), said.by(), said.reason());
    }
  }

  @Command(name = "status", description = "Shows it for each account.")
  static final class Status implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      List<Map<String, Object>> rows =
          AccountCommands.accounts(common.reachable().platform("breaker"), null).stream()
              .map(AccountView::breaker)
              .toList();
      if (common.json()) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("active", rows.stream().anyMatch(row -> Boolean.TRUE.equals(row.get("active"))));
        json.put("accounts", rows);
        spec.commandLine().getOut().println(CommonOptions.toJson(json));
      } else {
        Printer.of(rows).print(spec.commandLine().getOut());
      }
      return 0;
    }
  }

  @Command(name = "position", description = "One position.", subcommands = Close.class)
  static final class Position {}

  @Command(
      name = "close",
      description = "Closes a position at the market, in every account that holds it or in one.")
  static final class Close extends Control {
    @Parameters(paramLabel = "SYMBOL", description = "VENUE:SYMBOL, or SYMBOL for every venue.")
    private String symbol = "";

    @Override
    List<CommandView> write(Said said) {
      List<CommandView> written =
          said.commander().close(symbol, said.accounts(), said.by(), said.reason());
      if (written.isEmpty()) {
        throw new IllegalStateException("no account holds " + symbol + "; see 'positions'");
      }
      return written;
    }
  }

  @Command(name = "liquidate", description = "Closes every position at the market.")
  static final class Liquidate extends Control {
    @Option(names = "--confirm", description = "Yes, that is meant.")
    private boolean confirmed;

    @Override
    List<CommandView> write(Said said) {
      if (!confirmed) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "this closes every position at the market: say --confirm");
      }
      return List.of(
          said.commander()
              .order(ControlAction.LIQUIDATE, said.account(), said.by(), said.reason()));
    }
  }
}
