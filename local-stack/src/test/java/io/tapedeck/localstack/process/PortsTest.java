package io.tapedeck.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path directory;

  @Test
  void freePortCanBeBound() throws IOException {
    int port = Ports.free();

    try (ServerSocket taken = listen(port)) {
      assertThat(Ports.isFree(taken.getLocalPort())).isFalse();
    }
    assertThat(Ports.isFree(port)).isTrue();
  }

  @Test
  void automaticPortsAreRememberedUnlessLost() throws IOException {
    StickyPorts first = ports();
    first.choose();
    int a = first.get("a");
    assertThat(first.get("b")).isNotEqualTo(a);

    StickyPorts second = ports();
    assertThat(second.get("a")).isEqualTo(a);
    try (ServerSocket lost = listen(a)) {
      second.choose();
      assertThat(second.get("a")).isNotEqualTo(lost.getLocalPort());
      assertThat(second.get("b")).isEqualTo(first.get("b"));
    }
  }

  private StickyPorts ports() {
    return new StickyPorts(directory.resolve("ports"), Map.of("a", 0, "b", 0));
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName(Ports.LOOPBACK));
  }
}
