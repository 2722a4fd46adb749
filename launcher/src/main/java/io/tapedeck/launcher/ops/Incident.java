package io.tapedeck.launcher.ops;

import io.tapedeck.console.kafka.TopicScan;
import io.tapedeck.console.view.FillView;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.stack.Home;
import io.tapedeck.replay.ExportedTape;
import io.tapedeck.replay.KafkaTape;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.signals.SignalsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A report of a window of time, and a capsule that {@code replay verify --capsule} runs again
 * without a cluster: the risk journal and its decisions from their beginning, since a decision
 * rests on all that came before, with config, limits and model.
 */
public final class Incident {
  private static final int MOST_EVENTS = 5_000;

  /** What the capsule holds of the tape: what verification reads, and what people did. */
  private static final List<Topic<?>> TOPICS =
      List.of(
          Topics.RISK_JOURNAL,
          Topics.RISK_DECISIONS,
          Topics.RISK_LIMITS,
          Topics.CONTROL_COMMANDS,
          Topics.ORDERS_APPROVED,
          Topics.ORDER_EVENTS);

  private final Settings settings;
  private final Platform platform;
  private final long from;
  private final long to;
  private final List<Line> timeline = new ArrayList<>();

  private record Line(long millis, String kind, String text) {}

  /**
   * An incident.
   *
   * @param from first instant of the window, milliseconds since the epoch
   * @param to last instant
   */
  public Incident(Settings settings, long from, long to) {
    this.settings = settings;
    this.platform = settings.platform("incident");
    this.from = from;
    this.to = to;
  }

  /** Writes report, timeline, diagnostics and capsule. */
  public void write(Archive archive, String title, Object status)
      throws IOException, InterruptedException {
    gather();
    archive.text("report.md", report(title));
    new Diagnostics(settings).collect(archive, status, from);
    Path records = Files.createTempDirectory("tapedeck-capsule-");
    try {
      WholeDecisions tape = new WholeDecisions(new KafkaTape(platform));
      for (Topic<?> topic : TOPICS) {
        ExportedTape.write(records, topic, tape, platform.formats().registry()::byId);
      }
      try (var files = Files.list(records)) {
        for (Path file : files.sorted().toList()) {
          archive.file("capsule/" + file.getFileName(), file);
        }
      }
    } finally {
      Archive.delete(records);
    }
    Path model = settings.section(SignalsConfig.class).modelPath();
    if (Files.isReadable(model)) {
      archive.file("model/" + model.getFileName(), model);
    }
  }

  private boolean within(long millis) {
    return millis >= from && millis <= to;
  }

  private void gather() {
    TopicScan.since(
        platform,
        Topics.CONTROL_COMMANDS,
        from,
        seen -> {
          ControlCommand command = seen.value();
          if (within(seen.timestamp())) {
            line(
                seen.timestamp(),
                "command",
                command.action() + " by " + command.actor() + ": " + command.reason());
          }
        });
    TopicScan.since(
        platform,
        Topics.RISK_DECISIONS,
        from,
        seen -> {
          if (within(seen.timestamp())) {
            decided(seen.timestamp(), seen.value());
          }
        });
    TopicScan.since(
        platform,
        Topics.ORDER_EVENTS,
        from,
        seen -> {
          Map<String, Object> fill = FillView.of(seen.value());
          if (within(seen.timestamp())) {
            line(
                seen.timestamp(),
                fill == null ? "order" : "fill",
                fill == null
                    ? seen.value().kind() + " intent=" + seen.value().intent()
                    : fill.toString());
          }
        });
    for (LogFiles.Event event :
        LogFiles.read(
            new Home(settings.stack().home()),
            new LogFiles.Wanted(from, "WARN", null, null, MOST_EVENTS))) {
      if (within(event.millis())) {
        line(event.millis(), "log " + event.level(), event.part() + ": " + event.text());
      }
    }
    timeline.sort(Comparator.comparingLong(Line::millis));
  }

  private void decided(long millis, Decision decision) {
    List<String> failed =
        decision.checks().stream().filter(c -> !c.passed()).map(CheckResult::toString).toList();
    line(
        millis,
        decision.approved() ? "approved" : "denied",
        decision.account()
            + " "
            + decision.instrument()
            + " intent="
            + decision.intent()
            + (failed.isEmpty() ? "" : " " + failed));
  }

  private void line(long millis, String kind, String text) {
    timeline.add(new Line(millis, kind, text));
  }

  private String report(String title) {
    StringBuilder text = new StringBuilder();
    text.append("# Incident: ").append(title).append("\n\n");
    text.append("Window: ").append(Instant.ofEpochMilli(from)).append(" to ");
    text.append(Instant.ofEpochMilli(to)).append("\n\n");
    text.append("| what | count |\n|---|---|\n");
    timeline.stream()
        .collect(
            java.util.stream.Collectors.groupingBy(
                Line::kind, java.util.TreeMap::new, java.util.stream.Collectors.counting()))
        .forEach((kind, count) -> text.append("| " + kind + " | " + count + " |\n"));
    text.append("\n## To be filled in by a person\n\n");
    for (String question :
        List.of(
            "What was noticed, by whom, when",
            "What it cost",
            "What was the cause",
            "What was done, and who approved it",
            "What shall change, by whom, until when")) {
      text.append("- ").append(question).append(":\n");
    }
    text.append("\n## Proof\n\n`tapedeck replay verify --capsule` with this archive folds every");
    text.append(" decision anew, without a cluster.\n\n## Timeline\n\n");
    for (Line line : timeline) {
      text.append("- ").append(Instant.ofEpochMilli(line.millis())).append(" **");
      text.append(line.kind()).append("** ");
      text.append(line.text().lines().findFirst().orElse("")).append('\n');
    }
    return text.toString();
  }
}
