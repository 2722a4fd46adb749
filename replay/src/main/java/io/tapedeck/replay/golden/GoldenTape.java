package io.tapedeck.replay.golden;

import io.tapedeck.risk.core.ChainHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of a golden tape: {@code arguments.txt}, how the run was asked for; {@code run.txt}, its
 * parameters and what it decided, a line each; {@code approved.txt}, differences that a person has
 * approved, each as its hash, who and why. All of it is text for a repository.
 */
public final class GoldenTape {
  private static final String NOTE = "# differences approved: SHA-256 of the difference, who, why";

  private final Path folder;

  /** Of a folder, which need not exist before {@link #record}. */
  public GoldenTape(Path folder) {
    this.folder = folder;
  }

  /**
   * What differs between the kept run and another.
   *
   * @param lines of the difference, kept ones after a minus, new ones after a plus
   * @param sha256 of the lines; empty where nothing differs
   */
  public record Difference(List<String> lines, String sha256) {
    /** True if nothing differs. */
    public boolean none() {
      return lines.isEmpty();
    }
  }

  /** Keeps a run; approvals of what was kept before are void then. */
  public void record(List<String> arguments, List<String> run) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve("arguments.txt"), arguments);
      Files.write(folder.resolve("run.txt"), run);
      Files.write(folder.resolve("approved.txt"), List.of(NOTE));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  /** How the kept run was asked for. */
  public List<String> arguments() {
    return read("arguments.txt");
  }

  /** Holds another run against the kept one. */
  public Difference compare(List<String> run) {
    List<String> kept = read("run.txt");
    int begin = 0;
    while (begin < Math.min(kept.size(), run.size()) && kept.get(begin).equals(run.get(begin))) {
      begin++;
    }
    int end = 0;
    while (end < Math.min(kept.size(), run.size()) - begin
        && kept.get(kept.size() - 1 - end).equals(run.get(run.size() - 1 - end))) {
      end++;
    }
    List<String> lines = new ArrayList<>();
    if (kept.size() != run.size() || begin < kept.size()) {
      lines.add("@ line " + (begin + 1));
      kept.subList(begin, kept.size() - end).forEach(line -> lines.add("- " + line));
      run.subList(begin, run.size() - end).forEach(line -> lines.add("+ " + line));
    }
    String sha256 =
        lines.isEmpty()
            ? ""
            : ChainHash.sha256Hex(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    return new Difference(List.copyOf(lines), sha256);
  }

  /** Whether a person has approved a difference. */
  public boolean approved(Difference difference) {
    return read("approved.txt").stream()
        .anyMatch(line -> line.startsWith(difference.sha256() + " "));
  }

  /**
   * Approves a difference.
   *
   * @throws IllegalArgumentException if who or why is missing
   */
  public void approve(Difference difference, String who, String why) {
    if (who.isBlank() || why.isBlank()) {
      throw new IllegalArgumentException("an approval needs --by WHO and --why TEXT");
    }
    String line = difference.sha256() + " " + who.strip() + ": " + why.strip().replace('\n', ' ');
    try {
      Files.writeString(
          folder.resolve("approved.txt"),
          line + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  private List<String> read(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          folder
              + " holds no golden tape: "
              + name
              + " is missing; 'replay golden record' makes one");
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
