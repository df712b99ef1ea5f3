package dev.verdigris.engine.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * Where clients are listened to: two ports, which are held until this is closed. The internal one
 * is on the loopback interface whatever the address is.
 */
public final class Listening implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final InetAddress address;
  private final @Nullable Password password;
  private final HeldPort publicPort;
  private final HeldPort internalPort;

  private Listening(
      InetAddress address,
      @Nullable Password password,
      HeldPort publicPort,
      HeldPort internalPort) {
    this.address = address;
    this.password = password;
    this.publicPort = publicPort;
    this.internalPort = internalPort;
  }

  /**
   * Takes the ports.
   *
   * @param address of the public port
   * @param port the public one; 0 takes a free one
   * @param internalPort for the system's own users; 0 takes a free one
   * @param password that the public port asks for; null if it asks for none
   * @throws IOException where a port is taken
   */
  public static Listening on(
      InetAddress address, int port, int internalPort, @Nullable Password password)
      throws IOException {
    HeldPort first = HeldPort.take(address, port);
    try {
      HeldPort second = HeldPort.take(InetAddress.getByAddress(LOOPBACK), internalPort);
      return new Listening(address, password, first, second);
    } catch (IOException e) {
      first.close();
      throw e;
    }
  }

  /** Of the public port. */
  public InetAddress address() {
    return address;
  }

  /** The public one. */
  public int port() {
    return publicPort.number();
  }

  /** For the system's own users. */
  public int internalPort() {
    return internalPort.number();
  }

  @Nullable Password password() {
    return password;
  }

  ServerSocket publicSocket() throws IOException {
    return publicPort.listen();
  }

  ServerSocket internalSocket() throws IOException {
    return internalPort.listen();
  }

  @Override
  public void close() {
    publicPort.close();
    internalPort.close();
  }
}
