package dev.verdigris.engine.wire;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where clients are listened to. The internal port is on the loopback interface whatever this says.
 *
 * @param address of the public port
 * @param port the public one; 0 takes a free one
 * @param internalPort for the system's own users; 0 takes a free one
 * @param password that the public port asks for; null if it asks for none
 */
public record Listening(
    InetAddress address, int port, int internalPort, @Nullable Password password) {

  /** The same on other ports. */
  public Listening on(int newPort, int newInternalPort) {
    return new Listening(address, newPort, newInternalPort, password);
  }
}
