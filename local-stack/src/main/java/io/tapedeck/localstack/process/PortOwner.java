package io.tapedeck.localstack.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The process that listens on a port, read from Linux' /proc; empty elsewhere, and for processes of
 * other users.
 */
record PortOwner(long pid, String command) {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int COMMAND_LENGTH = 160;

  static Optional<PortOwner> find(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      sockets.addAll(listeningSockets(PROC.resolve(table), port));
    }
    return sockets.isEmpty() ? Optional.empty() : holder(sockets);
  }

  private static Set<String> listeningSockets(Path table, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Set<String> found = new HashSet<>();
    try {
      for (String line : Files.readAllLines(table)) {
        String[] columns = line.trim().split("\\s+");
        if (columns.length > INODE
            && columns[LOCAL_ADDRESS].endsWith(suffix)
            && columns[STATE].equals(LISTEN)) {
          found.add("socket:[" + columns[INODE] + "]");
        }
      }
    } catch (IOException unreadable) {
      return Set.of();
    }
    return found;
  }

  private static Optional<PortOwner> holder(Set<String> sockets) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (holds(process.resolve("fd"), sockets)) {
          return Optional.of(
              new PortOwner(Long.parseLong(process.getFileName().toString()), command(process)));
        }
      }
    } catch (IOException unreadable) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean holds(Path descriptors, Set<String> sockets) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : open) {
        if (Files.isSymbolicLink(descriptor)
            && sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
    } catch (IOException otherUserOrGone) {
      return false;
    }
    return false;
  }

  private static String command(Path process) {
    try {
      String line =
          Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
              .replace('\0', ' ')
              .trim();
      return line.length() <= COMMAND_LENGTH ? line : line.substring(0, COMMAND_LENGTH) + "...";
    } catch (IOException gone) {
      return "command unknown";
    }
  }
}
