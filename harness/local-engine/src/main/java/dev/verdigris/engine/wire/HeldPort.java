package dev.verdigris.engine.wire;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port that is ours, also while nobody listens on it: the system would give its number to the
 * next connection of any process, and a restart would find it taken.
 */
final class HeldPort implements AutoCloseable {
  private static final int BACKLOG = 128;

  private final InetSocketAddress address;
  private final Socket holder;

  private HeldPort(InetSocketAddress address, Socket holder) {
    this.address = address;
    this.holder = holder;
  }

  /**
   * Takes it.
   *
   * @param number 0 takes a free one
   * @throws IOException where it is taken
   */
  static HeldPort take(InetAddress host, int number) throws IOException {
    Socket holder = new Socket();
    try {
      holder.setReuseAddress(true);
      holder.bind(new InetSocketAddress(host, number));
      return new HeldPort(new InetSocketAddress(host, holder.getLocalPort()), holder);
    } catch (IOException e) {
      holder.close();
      throw e;
    }
  }

  int number() {
    return address.getPort();
  }

  /** Listens on it. */
  ServerSocket listen() throws IOException {
    try {
      return open();
    } catch (BindException e) {
      // Not every system lets a socket listen beside one that holds the port.
      close();
      return open();
    }
  }

  private ServerSocket open() throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address, BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      holder.close();
    } catch (IOException e) {
      // It ends with the process at the latest.
    }
  }
}
