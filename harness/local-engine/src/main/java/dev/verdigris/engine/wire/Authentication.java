package dev.verdigris.engine.wire;

import dev.verdigris.engine.SqlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a client for the password, by SCRAM-SHA-256 without channel binding. */
final class Authentication {
  private static final String MECHANISM = "SCRAM-SHA-256";
  private static final int SASL = 10;
  private static final int CONTINUE = 11;
  private static final int FINAL = 12;
  private static final int NONCE_BYTES = 18;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern FIRST = Pattern.compile("([ny],,)(n=[^,]*,r=([!-+\\--~]+)(?:,.*)?)");
  private static final Pattern LAST =
      Pattern.compile("(c=([^,]+),r=([!-+\\--~]+))(?:,[^,]*)*?,p=([A-Za-z0-9+/=]+)");

  private final Client client;
  private final Password password;

  Authentication(Client client, Password password) {
    this.client = client;
    this.password = password;
  }

  /**
   * Returns if the client knows the password.
   *
   * @throws SqlException 28P01 if not, 08P01 if it says something else
   */
  void require() throws IOException, InterruptedException {
    client.out().begin('R').int32(SASL).string(MECHANISM).int8(0).end();
    client.flush();
    Message initial = next();
    if (!initial.string().equals(MECHANISM)) {
      throw unexpected();
    }
    byte[] response = initial.value();
    Matcher first = FIRST.matcher(text(response));
    if (!first.matches()) {
      throw unexpected();
    }
    String nonce = first.group(3) + nonce();
    String challenge =
        "r=" + nonce + ",s=" + base64(password.salt()) + ",i=" + password.iterations();
    client.out().begin('R').int32(CONTINUE).bytes(bytes(challenge)).end();
    client.flush();
    Message answer = next();
    Matcher last = LAST.matcher(text(answer.rest()));
    if (!last.matches()) {
      throw unexpected();
    }
    String header = base64(bytes(first.group(1)));
    String authMessage = first.group(2) + "," + challenge + "," + withoutProof(last);
    boolean right =
        last.group(2).equals(header)
            && last.group(3).equals(nonce)
            && password.proves(decoded(last.group(4)), authMessage);
    if (!right) {
      throw SqlException.fatal("28P01", "invalid password");
    }
    String proof = "v=" + base64(password.signature(authMessage));
    client.out().begin('R').int32(FINAL).bytes(bytes(proof)).end();
  }

  private static String withoutProof(Matcher last) {
    return last.group().substring(0, last.group().lastIndexOf(",p="));
  }

  private Message next() throws InterruptedException {
    Message message = client.next(PATIENCE);
    if (message == null || message.type() != 'p') {
      throw unexpected();
    }
    return message;
  }

  private static SqlException unexpected() {
    return SqlException.fatal("08P01", "expected an answer to the request for a password");
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw unexpected();
    }
  }

  private static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return base64(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte @org.jspecify.annotations.Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
