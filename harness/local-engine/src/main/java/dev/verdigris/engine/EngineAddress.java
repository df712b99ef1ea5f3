package dev.verdigris.engine;

import dev.verdigris.engine.wire.Listening;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Where a running engine is to be found.
 *
 * @param host of the public port, as a client of this machine names it
 * @param port the public port
 * @param internalPort the port of the system's own users, on the loopback interface
 * @param process its process
 */
record EngineAddress(String host, int port, int internalPort, long process) {
  static final String LOOPBACK = "127.0.0.1";

  /** Of an engine in this process. */
  static EngineAddress of(Listening where) {
    return new EngineAddress(
        host(where.address()), where.port(), where.internalPort(), ProcessHandle.current().pid());
  }

  private static String host(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isLoopbackAddress()) {
      return address instanceof Inet6Address && !address.isAnyLocalAddress() ? "[::1]" : LOOPBACK;
    }
    return address instanceof Inet6Address
        ? "[" + address.getHostAddress() + "]"
        : address.getHostAddress();
  }

  /** The JDBC URL of the public port, for the user {@code materialize}. */
  String url() {
    return url(host, port, "materialize");
  }

  /** The JDBC URL of the internal port, for the system's own user {@code mz_system}. */
  String internalUrl() {
    return url(LOOPBACK, internalPort, "mz_system");
  }

  private static String url(String host, int port, String user) {
    return "jdbc:postgresql://" + host + ":" + port + "/materialize?user=" + user;
  }
}
