package dev.verdigris.plan;

import dev.verdigris.catalog.DefaultPrivilege;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Identifiers;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.Marker;
import dev.verdigris.catalog.Schema;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.project.GreenStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A step that changes something that exists: comment, grants, owner. */
public sealed interface ChangeStep extends Step {

  /**
   * Writes a marker behind the user's own comment.
   *
   * @param target a schema or cluster
   * @param userText the user's own comment; empty where there is none
   * @param marker the marker
   */
  record Mark(Target target, String userText, Marker marker) implements ChangeStep {
    @Override
    public String verb() {
      return "mark";
    }

    @Override
    public String sql() {
      return "COMMENT ON " + target.sql() + " IS " + text(marker.comment(userText));
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return target.comment(snapshot, marker.comment(userText));
    }
  }

  /**
   * Comments an object.
   *
   * @param target the object
   * @param text the comment; empty to take it away
   * @param model the model's statement, where it is from one
   */
  record Comment(Target target, String text, Optional<GreenStatement> model) implements ChangeStep {
    /** One that no model asks for. */
    public Comment(Target target, String text) {
      this(target, text, Optional.empty());
    }

    @Override
    public String verb() {
      return "comment";
    }

    @Override
    public String sql() {
      return "COMMENT ON " + target.sql() + " IS " + orNull(text);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return target.comment(snapshot, text);
    }
  }

  /**
   * Comments a column.
   *
   * @param target the relation
   * @param column the column's name
   * @param text the comment; empty to take it away
   * @param model the model's statement, where it is from one
   */
  record ColumnComment(
      Target.OfItem target, String column, String text, Optional<GreenStatement> model)
      implements ChangeStep {
    @Override
    public String verb() {
      return "comment";
    }

    @Override
    public String sql() {
      return "COMMENT ON COLUMN "
          + target.sqlName()
          + "."
          + Identifiers.quote(column)
          + " IS "
          + orNull(text);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return target.find(snapshot).map(item -> snapshot.with(commented(item))).orElse(snapshot);
    }

    private Item commented(Item item) {
      Map<String, String> comments = new HashMap<>(item.columnComments());
      if (text.isEmpty()) {
        comments.remove(column);
      } else {
        comments.put(column, text);
      }
      return item.withColumnComments(comments);
    }
  }

  /**
   * Grants one privilege.
   *
   * @param target on what
   * @param privilege in capitals
   * @param grantees to whom, at least one
   * @param model the model's statement, where it is from one
   */
  record GrantTo(
      Target target, String privilege, List<String> grantees, Optional<GreenStatement> model)
      implements ChangeStep {
    /** Makes the list immutable. */
    public GrantTo {
      grantees = List.copyOf(grantees);
    }

    @Override
    public String verb() {
      return "grant";
    }

    @Override
    public String sql() {
      return "GRANT "
          + privilege
          + " ON "
          + target.grantSql()
          + " TO "
          + roles(privilege, grantees);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return target.grants(
          snapshot,
          grants -> {
            SortedSet<Grant> more = new TreeSet<>(grants);
            grantees.forEach(grantee -> more.add(new Grant(grantee, privilege)));
            return more;
          });
    }
  }

  /**
   * Takes one privilege away that green got by default and blue does not have.
   *
   * @param target on what
   * @param privilege in capitals
   * @param grantees from whom, at least one
   */
  record RevokeFrom(Target target, String privilege, List<String> grantees) implements ChangeStep {
    /** Makes the list immutable. */
    public RevokeFrom {
      grantees = List.copyOf(grantees);
    }

    @Override
    public String verb() {
      return "revoke";
    }

    @Override
    public String sql() {
      return "REVOKE "
          + privilege
          + " ON "
          + target.grantSql()
          + " FROM "
          + roles(privilege, grantees);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return target.grants(
          snapshot,
          grants -> {
            SortedSet<Grant> fewer = new TreeSet<>(grants);
            grantees.forEach(grantee -> fewer.remove(new Grant(grantee, privilege)));
            return fewer;
          });
    }
  }

  /**
   * Grants a privilege on objects to come.
   *
   * @param database the schema's database
   * @param schema the schema
   * @param value what is granted
   */
  record DefaultGrant(String database, String schema, DefaultPrivilege value)
      implements ChangeStep {
    @Override
    public String verb() {
      return "grant";
    }

    @Override
    public String sql() {
      String owner =
          value.owner().equals(Grant.PUBLIC)
              ? "FOR ALL ROLES"
              : "FOR ROLE " + Identifiers.quote(value.owner());
      return "ALTER DEFAULT PRIVILEGES "
          + owner
          + " IN SCHEMA "
          + Identifiers.qualified(database, schema)
          + " GRANT "
          + value.privilege()
          + " ON "
          + value.objectType().toUpperCase(Locale.ROOT)
          + "S TO "
          + new Grant(value.grantee(), value.privilege()).granteeSql();
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      Schema found = snapshot.schemaNamed(schema).orElse(null);
      if (found == null) {
        return snapshot;
      }
      List<DefaultPrivilege> more = new ArrayList<>(snapshot.defaultsOf(found.id()));
      more.add(value);
      return snapshot.withDefaults(found.id(), more);
    }
  }

  /**
   * Gives something to another role.
   *
   * @param target what
   * @param role to whom
   */
  record OwnerTo(Target target, String role) implements ChangeStep {
    @Override
    public String verb() {
      return "owner";
    }

    @Override
    public String sql() {
      return "ALTER " + target.sql() + " OWNER TO " + Identifiers.quote(role);
    }

    @Override
    public Snapshot after(Snapshot snapshot) {
      return target.owner(snapshot, role);
    }
  }

  private static String roles(String privilege, List<String> grantees) {
    return grantees.stream()
        .map(grantee -> new Grant(grantee, privilege).granteeSql())
        .collect(Collectors.joining(", "));
  }

  private static String orNull(String text) {
    return text.isEmpty() ? "NULL" : text(text);
  }

  private static String text(String text) {
    return Identifiers.literal(text);
  }
}
