package dev.verdigris.engine.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Tries a broker once. The two texts are what a real server says (recorded in sinks.jsonl). */
final class BrokerProbe {

  private static final String NO_TRANSPORT = "Broker transport failure";
  private static final String NO_TLS = "Broker does not support SSL connections";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private BrokerProbe() {}

  static Optional<String> probe(String address, boolean tls) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    int port;
    try {
      port = colon < 0 ? 9092 : Integer.parseInt(address.substring(colon + 1));
    } catch (NumberFormatException e) {
      return Optional.of(NO_TRANSPORT);
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), (int) TIMEOUT.toMillis());
      if (tls) {
        return handshake(socket, host, port) ? Optional.empty() : Optional.of(NO_TLS);
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(NO_TRANSPORT);
    }
    return answers(host + ":" + port) ? Optional.empty() : Optional.of(NO_TRANSPORT);
  }

  private static boolean handshake(Socket plain, String host, int port) {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true)) {
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      socket.startHandshake();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(String address) {
    int millis = (int) TIMEOUT.toMillis();
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis))) {
      admin.describeCluster().nodes().get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
