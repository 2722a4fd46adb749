package io.tapedeck.launcher.cli;

import io.tapedeck.launcher.Settings;
import io.tapedeck.launcher.TopicsConfig;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.kafka.KafkaConfig;
import io.tapedeck.runtime.kafka.TopicProvisioner;
import io.tapedeck.runtime.redaction.ControlCharacters;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code topics create|ls|watch}. */
@Command(
    name = "topics",
    description = "The catalogue of topics.",
    subcommands = {TopicsCommand.Create.class, TopicsCommand.Ls.class, TopicsCommand.Watch.class})
final class TopicsCommand {

  @Command(name = "create", description = "Creates the topics that are missing.")
  static final class Create implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws ExecutionException, InterruptedException {
      Settings settings = common.reachable();
      Platform platform = settings.platform("topics");
      try (Admin admin = platform.kafka().admin()) {
        List<String> created =
            new TopicProvisioner(settings.section(KafkaConfig.class), admin)
                .create(settings.section(TopicsConfig.class).partitions());
        CommandLine line = spec.commandLine();
        if (common.json()) {
          line.getOut().println(CommonOptions.toJson(Map.of("created", created)));
        } else {
          created.forEach(name -> line.getOut().println("created " + name));
          line.getErr().println(created.size() + " topics created");
        }
      }
      return 0;
    }
  }

  @Command(name = "ls", description = "Lists the catalogue and what the cluster holds of it.")
  static final class Ls implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws ExecutionException, InterruptedException {
      Settings settings = common.reachable();
      Platform platform = settings.platform("topics");
      try (Admin admin = platform.kafka().admin()) {
        List<Map<String, Object>> rows = rows(platform, admin);
        if (common.json()) {
          spec.commandLine().getOut().println(CommonOptions.toJson(Map.of("topics", rows)));
        } else {
          Printer printer =
              new Printer().row("TOPIC", "PARTITIONS", "END", "OWNER", "KEPT", "MEANING");
          rows.forEach(
              row ->
                  printer.row(
                      row.get("name"),
                      row.get("partitions"),
                      row.get("end_offset"),
                      row.get("owner"),
                      row.get("kept"),
                      row.get("meaning")));
          printer.print(spec.commandLine().getOut());
        }
      }
      return 0;
    }

    private static List<Map<String, Object>> rows(Platform platform, Admin admin)
        throws ExecutionException, InterruptedException {
      List<String> present = new ArrayList<>(admin.listTopics().names().get());
      present.retainAll(Topics.ALL.stream().map(platform::topic).toList());
      Map<String, TopicDescription> found = admin.describeTopics(present).allTopicNames().get();
      Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
      found
          .values()
          .forEach(
              topic ->
                  topic
                      .partitions()
                      .forEach(
                          p ->
                              wanted.put(
                                  new TopicPartition(topic.name(), p.partition()),
                                  OffsetSpec.latest())));
      Map<String, Long> ends = new HashMap<>();
      admin
          .listOffsets(wanted)
          .all()
          .get()
          .forEach((at, info) -> ends.merge(at.topic(), info.offset(), Long::sum));
      List<Map<String, Object>> rows = new ArrayList<>();
      for (Topic<?> topic : Topics.ALL) {
        String name = platform.topic(topic);
        TopicDescription description = found.get(name);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("partitions", description == null ? 0 : description.partitions().size());
        row.put("end_offset", ends.getOrDefault(name, 0L));
        row.put("owner", topic.owner().name().toLowerCase(java.util.Locale.ROOT));
        row.put("kept", topic.kept().name().toLowerCase(java.util.Locale.ROOT));
        row.put("meaning", topic.meaning());
        rows.add(row);
      }
      return rows;
    }
  }

  @Command(name = "watch", description = "Shows the records of a topic as they come.")
  static final class Watch implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "TOPIC", description = "Name of a topic of the catalogue.")
    private String name = "";

    @Option(names = "--from-start", description = "Begin with the oldest record.")
    private boolean fromStart;

    @Option(names = "--max", paramLabel = "N", description = "Stop after so many records.")
    private long max = Long.MAX_VALUE;

    @Override
    public Integer call() {
      Topic<?> topic =
          Topics.named(name)
              .orElseThrow(
                  () ->
                      new CommandLine.ParameterException(
                          spec.commandLine(),
                          "no topic named "
                              + name
                              + "; known: "
                              + Topics.ALL.stream().map(Topic::name).toList()));
      Settings settings = common.reachable();
      Platform platform = settings.platform("watch");
      try (Consumer<byte[], byte[]> consumer =
          platform.kafka().consumer(null, "tapedeck-watch", Map.of())) {
        List<TopicPartition> partitions =
            consumer.partitionsFor(platform.topic(topic)).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        if (fromStart) {
          consumer.seekToBeginning(partitions);
        } else {
          consumer.seekToEnd(partitions);
        }
        show(platform, topic, consumer);
      }
      return 0;
    }

    private <T> void show(Platform platform, Topic<T> topic, Consumer<byte[], byte[]> consumer) {
      var format = platform.formats().of(topic);
      long shown = 0;
      while (shown < max) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
          if (shown++ >= max) {
            return;
          }
          String key =
              record.key() == null
                  ? ""
                  : new String(record.key(), java.nio.charset.StandardCharsets.UTF_8);
          Object value = record.value() == null ? "(tombstone)" : format.decode(record.value());
          spec.commandLine()
              .getOut()
              .println(
                  ControlCharacters.escape(
                      record.partition() + "@" + record.offset() + " " + key + " " + value));
        }
      }
    }
  }
}
