package dev.verdigris.project;

import dev.verdigris.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a model as it is sent to green: names rewritten, everything else as written. It is
 * complete: it needs neither a search path nor a database or cluster of the session.
 */
public sealed interface GreenStatement {

  /** The statement, without a semicolon. */
  String sql();

  /** What kind of statement it is. */
  Role role();

  /** Finds the place in the model's file that an offset in {@link #sql()} comes from. */
  Origin origin();

  /** The kinds of statements, in the order in which they are sent. */
  enum Role {
    /** {@code CREATE VIEW} or {@code CREATE MATERIALIZED VIEW}. */
    CREATE,
    /** {@code CREATE INDEX}. */
    INDEX,
    /** {@code COMMENT ON}. */
    COMMENT,
    /** {@code GRANT}. */
    GRANT
  }

  /** Finds the place in a file that an offset in a rewritten statement comes from. */
  @FunctionalInterface
  interface Origin {
    /**
     * The place.
     *
     * @param offset in {@link GreenStatement#sql()}, from 0; PostgreSQL's error positions are from
     *     1
     */
    SourcePosition at(int offset);
  }

  /**
   * Creates the object.
   *
   * @param cluster green's cluster; null for a view
   */
  record Create(String sql, @Nullable String cluster, Origin origin) implements GreenStatement {
    @Override
    public Role role() {
      return Role.CREATE;
    }
  }

  /**
   * Creates one of its indexes.
   *
   * @param name the index's exact name, in the object's schema
   * @param cluster green's cluster
   * @param definition what makes it the same index: the normalized text without name and cluster,
   *     {@code default} for a default index
   */
  record Index(String sql, String name, String cluster, String definition, Origin origin)
      implements GreenStatement {
    @Override
    public Role role() {
      return Role.INDEX;
    }
  }

  /**
   * Comments the object, a column of it or one of its indexes.
   *
   * @param column the column's exact name, or null
   * @param index the index's exact name, or null
   * @param text the comment, or null for {@code IS NULL}
   */
  record Comment(
      String sql,
      @Nullable String column,
      @Nullable String index,
      @Nullable String text,
      Origin origin)
      implements GreenStatement {
    @Override
    public Role role() {
      return Role.COMMENT;
    }
  }

  /**
   * Grants rights on the object.
   *
   * @param privileges in capitals: {@code SELECT}, or {@code ALL}
   * @param grantees exact role names; {@code PUBLIC} is {@code public}
   */
  record Grant(String sql, List<String> privileges, List<String> grantees, Origin origin)
      implements GreenStatement {
    /** Makes the lists immutable. */
    public Grant {
      privileges = List.copyOf(privileges);
      grantees = List.copyOf(grantees);
    }

    @Override
    public Role role() {
      return Role.GRANT;
    }
  }
}
