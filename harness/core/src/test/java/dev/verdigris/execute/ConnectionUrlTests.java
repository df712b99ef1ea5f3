package dev.verdigris.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ConnectionUrlTests {
  @Test
  void parameters_are_taken_out_of_the_url_and_decoded() {
    ConnectionUrl url =
        ConnectionUrl.of(
            "jdbc:postgresql://h:6875/db?user=a%40b+c&options=--cluster%3Dx&sslmode&&ssl=");
    assertThat(url.address()).isEqualTo("jdbc:postgresql://h:6875/db");
    assertThat(url.parameters())
        .isEqualTo(Map.of("user", "a@b c", "options", "--cluster=x", "sslmode", "", "ssl", ""));
    assertThat(ConnectionUrl.options(url.parameters(), "--statement_timeout=0"))
        .isEqualTo("--cluster=x --statement_timeout=0");
  }

  @Test
  void a_url_without_parameters_is_an_address() {
    ConnectionUrl url = ConnectionUrl.of("jdbc:postgresql://h:6875/db");
    assertThat(url).isEqualTo(new ConnectionUrl("jdbc:postgresql://h:6875/db", new Properties()));
    assertThat(ConnectionUrl.options(url.parameters(), "--a=b")).isEqualTo("--a=b");
  }
}
