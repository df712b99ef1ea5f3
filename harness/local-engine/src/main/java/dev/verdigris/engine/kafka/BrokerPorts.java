package dev.verdigris.engine.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ports of an embedded broker: kept beside its topics, so that a restart takes the same ones.
 *
 * <p>The file holds one port a line: the controller's, the broker's, and then every port that the
 * broker had before, since connections in the catalog may still name those.
 */
final class BrokerPorts {

  private static final String HOST = "127.0.0.1";

  private final int controller;
  private final int broker;
  private final Set<Integer> former;

  private BrokerPorts(int controller, int broker, Set<Integer> former) {
    this.controller = controller;
    this.broker = broker;
    this.former = former;
  }

  /** Takes the ports of the last run if they are free, others otherwise, and writes them down. */
  static BrokerPorts claim(Path directory) {
    try {
      Files.createDirectories(directory);
      List<Integer> before = read(directory);
      Set<Integer> former = new LinkedHashSet<>(before.size() > 1 ? tail(before) : List.of());
      int controller = before.isEmpty() ? 0 : before.get(0);
      int broker = before.size() < 2 ? 0 : before.get(1);
      try (ServerSocket first = open(controller);
          ServerSocket second = open(broker)) {
        controller = first.getLocalPort();
        broker = second.getLocalPort();
      }
      former.remove(broker);
      BrokerPorts ports = new BrokerPorts(controller, broker, former);
      ports.write(directory);
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a broker on this directory has, or once had, this address. Starts nothing. */
  static boolean isOwn(Path directory, String address) {
    if (!address.startsWith(HOST + ":")) {
      return false;
    }
    try {
      List<Integer> known = read(directory);
      return known.size() > 1
          && tail(known).stream().anyMatch(port -> address.equals(HOST + ":" + port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return HOST + ":" + broker;
  }

  String controllerAddress() {
    return HOST + ":" + controller;
  }

  private void write(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(Integer.toString(controller));
    lines.add(Integer.toString(broker));
    former.forEach(port -> lines.add(Integer.toString(port)));
    Path next = directory.resolve("ports.new");
    Files.write(next, lines, StandardCharsets.US_ASCII);
    Files.move(next, file(directory), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<Integer> read(Path directory) throws IOException {
    Path file = file(directory);
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Integer> ports = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
      if (!line.isBlank()) {
        ports.add(Integer.parseInt(line.strip()));
      }
    }
    return ports;
  }

  private static List<Integer> tail(List<Integer> ports) {
    return ports.subList(1, ports.size());
  }

  private static Path file(Path directory) {
    return directory.resolve("ports");
  }

  /** A socket on the wanted port, or on any free one if that is taken. */
  private static ServerSocket open(int wanted) throws IOException {
    if (wanted != 0) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        return socket;
      } catch (IOException e) {
        socket.close();
      }
    }
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
