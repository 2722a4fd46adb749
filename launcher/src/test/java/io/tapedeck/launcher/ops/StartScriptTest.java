package io.tapedeck.launcher.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.launcher.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code tapedeck} in a checkout of its own, with a Maven and a Java that only tell. */
class StartScriptTest {
  @TempDir Path folder;
  private Path checkout;
  private Path tools;
  private Path jar;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = Files.createDirectories(folder.resolve("checkout"));
    tools = Files.createDirectories(folder.resolve("bin"));
    Files.copy(Settings.root().resolve("tapedeck"), checkout.resolve("tapedeck"));
    executable(checkout.resolve("tapedeck"));
    Files.createDirectories(checkout.resolve("launcher/src/main"));
    Files.writeString(checkout.resolve("launcher/src/main/Main.java"), "");
    jar = checkout.resolve("launcher/target/tapedeck-launcher-0.1.0-SNAPSHOT.jar");
    tool("java", "echo \"java ran\"");
    for (String needed : new String[] {"bash", "dirname", "find", "basename", "touch", "git"}) {
      for (String place : new String[] {"/bin/", "/usr/bin/"}) {
        if (Files.exists(Path.of(place + needed))) {
          tool(needed, "exec " + place + needed + " \"$@\"");
        }
      }
    }
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void tool(String name, String does) throws IOException {
    Files.writeString(tools.resolve(name), "#!/bin/bash\n" + does + "\n");
    executable(tools.resolve(name));
  }

  private void buildingMaven() throws IOException {
    tool(
        "mvn",
        "echo built >>"
            + folder.resolve("builds")
            + "\n/bin/mkdir -p launcher/target/lib && echo jar >"
            + jar);
  }

  private record Ran(int code, String said) {}

  private Ran run() throws Exception {
    Path log = folder.resolve("log");
    ProcessBuilder script =
        new ProcessBuilder(checkout.resolve("tapedeck").toString(), "status")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    script.environment().put("PATH", tools.toString());
    script.environment().remove("JAVA_HOME");
    script.environment().remove("TAPEDECK_NO_BUILD");
    Process process = script.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), Files.readString(log));
  }

  private long builds() throws IOException {
    Path file = folder.resolve("builds");
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  @Test
  @Tag("B26")
  void whatIsMissingOrFailsInABuildIsSaid() throws Exception {
    Ran without = run();
    assertThat(without.code()).isEqualTo(1);
    assertThat(without.said()).contains("Maven is needed to build (mvn is not on the PATH)");

    tool("mvn", "echo 'COMPILATION ERROR'; exit 1");
    Ran failing = run();
    assertThat(failing.code()).isEqualTo(1);
    assertThat(failing.said())
        .contains("building (first use or changed sources)", "COMPILATION ERROR")
        .contains("the build failed; see above")
        .doesNotContain("java ran");
  }

  @Test
  @Tag("A72")
  void anotherVersionThatIsCheckedOutIsBuiltBeforeItRuns() throws Exception {
    buildingMaven();
    assertThat(run().said()).contains("java ran");
    assertThat(builds()).isEqualTo(1);
    assertThat(run().said()).as("nothing changed").doesNotContain("building");
    assertThat(builds()).isEqualTo(1);

    // what 'git checkout TAG' does to the files that differ
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 10_000);
    Files.setLastModifiedTime(checkout.resolve("launcher/src/main/Main.java"), later);
    assertThat(run().said()).contains("building", "java ran");
    assertThat(builds()).isEqualTo(2);
  }
}
