package io.tapedeck.launcher.cli;

import io.tapedeck.console.kafka.TopicScan;
import io.tapedeck.console.view.AccountView;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code positions}, {@code pnl}, {@code concentration}, {@code orders}: accounts as risk has them.
 */
final class AccountCommands {
  private AccountCommands() {}

  /** The accounts as risk last published them, in order of their names. */
  static Collection<AccountSnapshot> accounts(Platform platform, @Nullable String only) {
    SortedMap<String, AccountSnapshot> accounts = new TreeMap<>();
    TopicScan.all(
        platform,
        Topics.ACCOUNT_STATE,
        seen -> {
          String name = seen.value().account().value();
          if (only == null || name.equals(only)) {
            accounts.put(name, seen.value());
          }
        });
    return accounts.values();
  }

  /** What all of them share. */
  abstract static class OfAccounts implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--account", paramLabel = "A", description = "Of this account only.")
    private @Nullable String account;

    private final String name;

    OfAccounts(String name) {
      this.name = name;
    }

    @Override
    public Integer call() {
      Platform platform = common.reachable().platform(name);
      List<Map<String, Object>> rows = new ArrayList<>();
      accounts(platform, account).forEach(each -> rows.addAll(rows(each)));
      if (common.json()) {
        spec.commandLine().getOut().println(CommonOptions.toJson(Map.of(name, rows)));
      } else {
        Printer.of(rows).print(spec.commandLine().getOut());
      }
      return 0;
    }

    abstract List<Map<String, Object>> rows(AccountSnapshot account);
  }

  @Command(name = "positions", description = "Shows what the accounts hold.")
  static final class Positions extends OfAccounts {
    Positions() {
      super("positions");
    }

    @Override
    List<Map<String, Object>> rows(AccountSnapshot account) {
      return AccountView.positions(account);
    }
  }

  @Command(name = "pnl", description = "Shows profit and loss of the accounts.")
  static final class Pnl extends OfAccounts {
    private static final List<String> PLAIN =
        List.of("account", "day_pnl", "realised_pnl", "unrealised_pnl", "fees", "equity");

    @Option(names = "--detailed", description = "With weeks, months, peak and counts.")
    private boolean detailed;

    Pnl() {
      super("accounts");
    }

    @Override
    List<Map<String, Object>> rows(AccountSnapshot account) {
      Map<String, Object> row = AccountView.pnl(account);
      if (!detailed) {
        row.keySet().retainAll(PLAIN);
      }
      return List.of(row);
    }
  }

  @Command(
      name = "concentration",
      description = "Shows how large a part of its account's equity each position is.")
  static final class Concentration extends OfAccounts {
    Concentration() {
      super("concentration");
    }

    @Override
    List<Map<String, Object>> rows(AccountSnapshot account) {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (Map<String, Object> position : AccountView.positions(account)) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (String key : List.of("account", "instrument", "value", "concentration_percent")) {
          row.put(key, position.get(key));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  @Command(
      name = "orders",
      description = "Shows the working orders.",
      subcommands = CancelAll.class)
  static final class Orders extends OfAccounts {
    Orders() {
      super("orders");
    }

    @Override
    List<Map<String, Object>> rows(AccountSnapshot account) {
      return AccountView.orders(account);
    }
  }

  @Command(name = "cancel-all", description = "Cancels all working orders.")
  static final class CancelAll extends ControlCommands.Control {
    @Override
    List<io.tapedeck.console.view.CommandView> write(Said said) {
      return List.of(
          said.commander()
              .order(ControlAction.CANCEL_ALL, said.account(), said.by(), said.reason()));
    }
  }
}
