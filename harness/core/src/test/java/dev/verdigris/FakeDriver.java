package dev.verdigris;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens connections, under one URL, of which only statements work: they speak to a session. */
final class FakeDriver implements Driver {
  private final String url;
  private final Supplier<Session> sessions;

  FakeDriver(String url, Supplier<Session> sessions) {
    this.url = url;
    this.sessions = sessions;
  }

  /** What answers on one connection. */
  interface Session {
    /** The rows of an answer; none where a statement gives none. */
    List<String[]> send(String sql) throws SQLException;

    /** Ends the statement that is being answered. */
    void cancel();
  }

  @Override
  public @Nullable Connection connect(String address, Properties info) {
    if (!acceptsURL(address)) {
      return null;
    }
    Session session = sessions.get();
    return proxy(
        Connection.class,
        (proxy, method, arguments) ->
            method.getName().equals("createStatement") ? statement(session) : null);
  }

  @Override
  public boolean acceptsURL(String address) {
    return address.equals(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String address, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  private static Statement statement(Session session) {
    return proxy(
        Statement.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "execute" -> {
                session.send((String) arguments[0]);
                yield false;
              }
              case "executeUpdate" -> {
                session.send((String) arguments[0]);
                yield 1;
              }
              case "executeQuery" -> resultSet(session.send((String) arguments[0]));
              case "cancel" -> {
                session.cancel();
                yield null;
              }
              default -> null;
            });
  }

  private static ResultSet resultSet(List<String[]> rows) {
    int[] at = {-1};
    return proxy(
        ResultSet.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "next" -> ++at[0] < rows.size();
              case "getString" -> rows.get(at[0])[(Integer) arguments[0] - 1];
              case "getBoolean" -> "t".equals(rows.get(at[0])[(Integer) arguments[0] - 1]);
              case "getLong" -> Long.valueOf(rows.get(at[0])[(Integer) arguments[0] - 1]);
              default -> null;
            });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
