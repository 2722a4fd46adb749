package io.tapedeck.launcher.ops;

import io.tapedeck.runtime.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/** Looks for secrets in everything that a stack leaves behind, and notes where it found one. */
final class SecretHunt {
  private final List<String> secrets;
  private final TreeSet<String> found = new TreeSet<>();
  private long records;

  SecretHunt(List<String> secrets) {
    this.secrets = List.copyOf(secrets);
  }

  /** Files, topics with their records, command lines: where a secret was seen. */
  TreeSet<String> found() {
    return found;
  }

  /** How many records were looked at. */
  long records() {
    return records;
  }

  /** Logs, state, metrics kept in a bundle: each file under the folder. */
  void files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        look(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  /** Every record of every topic, internal ones too, decompressed. */
  void topics(Platform platform) throws ExecutionException, InterruptedException {
    List<TopicPartition> partitions;
    try (Admin admin = platform.kafka().admin()) {
      ListTopicsOptions all = new ListTopicsOptions().listInternal(true);
      partitions =
          admin
              .describeTopics(admin.listTopics(all).names().get())
              .allTopicNames()
              .get()
              .values()
              .stream()
              .flatMap(
                  topic ->
                      topic.partitions().stream()
                          .map(at -> new TopicPartition(topic.name(), at.partition())))
              .toList();
    }
    try (Consumer<byte[], byte[]> consumer =
        platform
            .kafka()
            .consumer(null, "secret-hunt", Map.of("isolation.level", "read_uncommitted"))) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
        consumer.poll(Duration.ofMillis(100)).forEach(this::record);
      }
    }
  }

  private void record(ConsumerRecord<byte[], byte[]> record) {
    records++;
    String where = "topic " + record.topic();
    look(where, record.key());
    look(where, record.value());
    for (Header header : record.headers()) {
      look(where, header.value());
    }
  }

  /** The command lines of all processes that can be seen. */
  void commandLines() throws IOException {
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      Path line = Path.of("/proc/" + process.pid() + "/cmdline");
      if (Files.isReadable(line)) {
        try {
          look("command line of " + process.pid(), Files.readAllBytes(line));
        } catch (IOException ended) {
          continue;
        }
      }
    }
  }

  private void look(String where, byte[] bytes) {
    if (bytes == null) {
      return;
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (secrets.stream().anyMatch(text::contains)) {
      found.add(where);
    }
  }
}
