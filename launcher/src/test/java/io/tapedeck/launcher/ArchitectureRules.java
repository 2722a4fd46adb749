package io.tapedeck.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arrows that the design allows, each with the way to mend a breach. */
final class ArchitectureRules {
  private static final String BASE = "io.tapedeck.";
  private static final String[] SERVICES = {
    BASE + "ingest..", BASE + "signals..", BASE + "risk..", BASE + "executor.."
  };
  private static final String[] CORES = {
    BASE + "ingest.core..", BASE + "signals.core..", BASE + "risk.core..", BASE + "executor.core.."
  };

  private ArchitectureRules() {}

  static final ArchRule DOMAIN_IS_PURE =
      classes()
          .that()
          .resideInAPackage(BASE + "domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify.annotations..", BASE + "domain..")
          .because(
              "domain is the JDK and nothing else: move code that needs a library to schemas, runtime"
                  + " or a service (D1)");

  /** For the cores, or for the packages that a test breaks the rule in. */
  static ArchRule coresArePure(String... cores) {
    return classes()
        .that()
        .resideInAnyPackage(cores)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            concat(cores, "java..", "org.jspecify.annotations..", BASE + "domain.."))
        .because(
            "a core decides on what it is given: pass the value in from the kafka, venue or onnx"
                + " package instead of reaching out (D7, D8)");
  }

  /** For cores and domain, or for the packages that a test breaks the rule in. */
  static ArchRule noClockOrChance(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .callMethodWhere(
            target(
                nameMatching(
                    "currentTimeMillis|nanoTime|randomUUID|random|systemUTC|systemDefaultZone|sleep")))
        .orShould()
        .callMethodWhere(
            target(nameMatching("now")).and(target(owner(resideInAPackage("java.time..")))))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
        .because(
            "time is data: read the clock at the edge and let it travel on the record, or the same"
                + " tape will not give the same decision (D9)");
  }

  static final ArchRule SERVICES_MEET_IN_TOPICS_ONLY =
      SlicesRuleDefinition.slices()
          .matching(BASE + "(*)..")
          .namingSlices("$1")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(not(resideInAnyPackage(SERVICES)), alwaysTrue())
          .ignoreDependency(alwaysTrue(), not(resideInAnyPackage(SERVICES)))
          .because(
              "services never use each other: write to a topic that you own and let the other read it"
                  + " (D4)");

  static final ArchRule NOTHING_USES_THE_LAUNCHER =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + "launcher..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(BASE + "launcher..")
          .because("the launcher is the top: move what is shared down to runtime (D5)");

  static final ArchRule THE_CONSOLE_KNOWS_NO_SERVICE =
      noClasses()
          .that()
          .resideInAPackage(BASE + "console..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(concat(SERVICES, BASE + "replay.."))
          .because(
              "the console meets the services in topics only: write a command or a limit (D4)");

  static final ArchRule NO_FLOATING_MONEY =
      noFields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(
              BASE + "domain.money..",
              BASE + "domain.order..",
              BASE + "domain.risk..",
              BASE + "risk.core..",
              BASE + "executor.core..")
          .should()
          .haveRawType(double.class)
          .orShould()
          .haveRawType(float.class)
          .because("money is fixed-point: use Price, Quantity, Money or a raw scale-9 long (D14)");

  static final ArchRule STREAMS_STAYS_IN_THE_SHELL =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..kafka..",
              BASE + "runtime..",
              BASE + "launcher..",
              BASE + "localstack..",
              BASE + "replay..",
              BASE + "bench..")
          .and()
          .haveSimpleNameNotEndingWith("Topology")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka.streams..")
          .because("Kafka Streams belongs in XxxTopology and in kafka packages (D11)");

  static final ArchRule ONNX_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + "signals.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..")
          .because("only signals.onnx knows the runtime: ask through the Model port (D12)");

  static final ArchRule SOCKETS_IN_VENUE_PACKAGES =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "..venue..", BASE + "simulator..", BASE + "schemas.registry..", BASE + "localstack..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("okhttp3..", "org.java_websocket..")
          .because("HTTP and WebSocket clients belong in venue packages, behind a port (D12)");

  static final ArchRule ONLY_MAIN_EXITS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.tapedeck.launcher.Main")
          .should()
          .callMethod(System.class, "exit", int.class)
          .because("return an exit code to launcher.Main instead (D16)");

  static final ArchRule NO_JUNK_DRAWERS =
      noClasses()
          .should()
          .resideInAnyPackage("..util..", "..common..", "..misc..", "..helper..")
          .because("a package is named for what it holds (D15)");

  static final ArchRule NO_CYCLES =
      SlicesRuleDefinition.slices()
          .matching(BASE + "(**)")
          .should()
          .beFreeOfCycles()
          .because("packages form layers: move the shared type to the lower one (D15)");

  /** All of them, by name. */
  static Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("domain is pure", DOMAIN_IS_PURE);
    rules.put("cores are pure", coresArePure(CORES));
    rules.put("no clock or chance in cores", noClockOrChance(concat(CORES, BASE + "domain..")));
    rules.put("services meet in topics only", SERVICES_MEET_IN_TOPICS_ONLY);
    rules.put("the console knows no service", THE_CONSOLE_KNOWS_NO_SERVICE);
    rules.put("nothing uses the launcher", NOTHING_USES_THE_LAUNCHER);
    rules.put("no floating money", NO_FLOATING_MONEY);
    rules.put("Streams stays in the shell", STREAMS_STAYS_IN_THE_SHELL);
    rules.put("ONNX in one package", ONNX_IN_ONE_PACKAGE);
    rules.put("sockets in venue packages", SOCKETS_IN_VENUE_PACKAGES);
    rules.put("only Main exits", ONLY_MAIN_EXITS);
    rules.put("no junk drawers", NO_JUNK_DRAWERS);
    return rules;
  }

  private static String[] concat(String[] first, String... more) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }
}
