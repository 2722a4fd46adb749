package io.tapedeck.launcher.cli;

import io.tapedeck.executor.ExecutorConfig;
import io.tapedeck.launcher.Settings;
import io.tapedeck.risk.RiskConfig;
import io.tapedeck.runtime.kafka.AccessRules;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.schemas.Topic.Owner;
import io.tapedeck.signals.SignalsConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code acls show|apply}. */
@Command(
    name = "acls",
    description = "What each service's user may do on a cluster that denies by default.",
    subcommands = {AclsCommand.Show.class, AclsCommand.Apply.class})
final class AclsCommand {
  private AclsCommand() {}

  private static List<AclBinding> bindings(Settings settings, String userPrefix) {
    return new AccessRules(
            settings.section(KafkaConfig.class),
            Map.of(
                Owner.RISK, settings.section(RiskConfig.class).applicationId(),
                Owner.SIGNALS, settings.section(SignalsConfig.class).applicationId(),
                Owner.EXECUTOR, settings.section(ExecutorConfig.class).applicationId()),
            userPrefix)
        .bindings();
  }

  @Command(
      name = "show",
      description = "Prints them as a script for Kafka's own kafka-acls.sh, for who applies it.")
  static final class Show implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--user-prefix",
        paramLabel = "P",
        description = "Before ingest, risk, ... (default: ${DEFAULT-VALUE}).")
    private String userPrefix = "tapedeck-";

    @Override
    public Integer call() {
      List<AclBinding> bindings = bindings(common.settings(), userPrefix);
      if (common.json()) {
        spec.commandLine()
            .getOut()
            .println(
                CommonOptions.toJson(
                    Map.of("acls", bindings.stream().map(AclBinding::toString).toList())));
        return 0;
      }
      spec.commandLine()
          .getOut()
          .println("#!/bin/sh -e\n# usage: acls.sh BOOTSTRAP_SERVERS ADMIN.properties");
      bindings.forEach(binding -> spec.commandLine().getOut().println(line(binding)));
      return 0;
    }

    private static String line(AclBinding binding) {
      ResourcePattern on = binding.pattern();
      String resource =
          switch (on.resourceType()) {
            case TOPIC -> " --topic '" + on.name() + "'";
            case GROUP -> " --group '" + on.name() + "'";
            case TRANSACTIONAL_ID -> " --transactional-id '" + on.name() + "'";
            default -> " --cluster";
          };
      return "kafka-acls.sh --bootstrap-server \"$1\" --command-config \"$2\" --add"
          + " --allow-principal '"
          + binding.entry().principal()
          + "' --operation "
          + binding.entry().operation().name().toLowerCase(Locale.ROOT)
          + resource
          + (on.patternType() == PatternType.PREFIXED ? " --resource-pattern-type prefixed" : "");
    }
  }

  @Command(name = "apply", description = "Writes them to the cluster; needs a super user.")
  static final class Apply implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--user-prefix",
        paramLabel = "P",
        description = "Before ingest, risk, ... (default: ${DEFAULT-VALUE}).")
    private String userPrefix = "tapedeck-";

    @Override
    public Integer call() throws ExecutionException, InterruptedException {
      Settings settings = common.reachable();
      List<AclBinding> bindings = bindings(settings, userPrefix);
      try (Admin admin = settings.platform("acls").kafka().admin("tapedeck-acls")) {
        admin.createAcls(bindings).all().get();
      }
      spec.commandLine().getErr().println(bindings.size() + " rules written");
      return 0;
    }
  }
}
