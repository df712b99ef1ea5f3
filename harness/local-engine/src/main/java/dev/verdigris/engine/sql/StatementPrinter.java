package dev.verdigris.engine.sql;

import static dev.verdigris.engine.sql.Doc.concat;
import static dev.verdigris.engine.sql.Doc.text;

import dev.verdigris.engine.sql.CommentStatement.Target;
import dev.verdigris.engine.sql.PrivilegeStatement.GrantTarget;
import dev.verdigris.engine.sql.PrivilegeStatement.Privilege;
import dev.verdigris.engine.sql.PrivilegeStatement.Scope;
import dev.verdigris.engine.sql.ShowStatement.Filter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes statements of every family; those with queries in them are other printers'. */
final class StatementPrinter {
  private final Printers printers;
  private final NamePrinter names;

  StatementPrinter(Printers printers) {
    this.printers = printers;
    this.names = printers.names;
  }

  Doc statement(Statement statement) {
    if (statement instanceof CreateStatement create) {
      return printers.creates.create(create);
    }
    if (statement instanceof DataStatement data) {
      return printers.data.data(data);
    }
    if (statement instanceof ExplainStatement explain) {
      return printers.data.explain(explain);
    }
    if (statement instanceof ShowStatement show) {
      return show(show);
    }
    if (statement instanceof AlterStatement alter) {
      return alter(alter);
    }
    if (statement instanceof SessionStatement session) {
      return text(printers.sessions.session(session));
    }
    if (statement instanceof PrivilegeStatement privilege) {
      return text(privilege(privilege));
    }
    if (statement instanceof CommentStatement comment) {
      return text("COMMENT ON " + target(comment.target()) + " IS " + comment(comment.text()));
    }
    DropStatement drop = (DropStatement) statement;
    return text(
        "DROP "
            + drop.kind().sql()
            + ifExists(drop.ifExists())
            + " "
            + names.items(drop.names())
            + (drop.cascade() ? " CASCADE" : ""));
  }

  private static String ifExists(boolean ifExists) {
    return ifExists ? " IF EXISTS" : "";
  }

  private String comment(@Nullable String text) {
    return text == null ? "NULL" : names.string(text);
  }

  private String target(Target target) {
    if (target instanceof Target.OnColumn column) {
      return "COLUMN " + names.item(column.relation()) + "." + names.ident(column.column());
    }
    Target.OnObject object = (Target.OnObject) target;
    return object.kind().sql() + " " + names.item(object.name());
  }

  private Doc alter(AlterStatement alter) {
    if (alter instanceof AlterStatement.ClusterSet set) {
      return printers.options.parenthesized(
          "ALTER CLUSTER" + ifExists(set.ifExists()) + " " + names.ident(set.name()) + " SET ",
          set.options());
    }
    if (alter instanceof AlterStatement.SecretValue secret) {
      return concat(
          text(start(ObjectKind.SECRET, secret.ifExists(), secret.name()) + "AS "),
          printers.exprs.expr(secret.value()));
    }
    return text(renaming(alter));
  }

  private String start(ObjectKind kind, boolean ifExists, ObjectName name) {
    return "ALTER " + kind.sql() + ifExists(ifExists) + " " + names.item(name) + " ";
  }

  private String renaming(AlterStatement alter) {
    if (alter instanceof AlterStatement.Rename rename) {
      return start(rename.kind(), rename.ifExists(), rename.name())
          + "RENAME TO "
          + names.ident(rename.newName());
    }
    if (alter instanceof AlterStatement.Swap swap) {
      return start(swap.kind(), swap.ifExists(), swap.name())
          + "SWAP WITH "
          + names.ident(swap.other());
    }
    if (alter instanceof AlterStatement.OwnerTo owner) {
      return start(owner.kind(), owner.ifExists(), owner.name())
          + "OWNER TO "
          + names.ident(owner.newOwner());
    }
    if (alter instanceof AlterStatement.SinkSetFrom sink) {
      return start(ObjectKind.SINK, sink.ifExists(), sink.name())
          + "SET FROM "
          + names.item(sink.from());
    }
    if (alter instanceof AlterStatement.AddColumn add) {
      return start(ObjectKind.TABLE, add.ifExists(), add.name())
          + "ADD COLUMN "
          + CreatePrinter.ifNot(add.ifColumnNotExists())
          + printers.creates.column(add.column());
    }
    return setting(alter);
  }

  private String setting(AlterStatement alter) {
    if (alter instanceof AlterStatement.ClusterReset reset) {
      String options = String.join(", ", reset.options());
      return "ALTER CLUSTER"
          + ifExists(reset.ifExists())
          + " "
          + names.ident(reset.name())
          + " RESET ("
          + options
          + ")";
    }
    if (alter instanceof AlterStatement.RoleSet set) {
      return "ALTER ROLE "
          + names.ident(set.role())
          + " SET "
          + names.ident(set.variable())
          + " = "
          + printers.sessions.values(set.values());
    }
    if (alter instanceof AlterStatement.RoleReset reset) {
      return "ALTER ROLE " + names.ident(reset.role()) + " RESET " + names.ident(reset.variable());
    }
    if (alter instanceof AlterStatement.RoleOptions options) {
      String words = options.options().isEmpty() ? "" : " " + String.join(" ", options.options());
      return "ALTER ROLE " + names.ident(options.role()) + words;
    }
    if (alter instanceof AlterStatement.SystemSet set) {
      return "ALTER SYSTEM SET "
          + names.ident(set.variable())
          + " = "
          + printers.sessions.values(set.values());
    }
    if (alter instanceof AlterStatement.SystemReset reset) {
      return "ALTER SYSTEM RESET "
          + (reset.variable() == null ? "ALL" : names.ident(reset.variable()));
    }
    return "VALIDATE CONNECTION " + names.item(((AlterStatement.ValidateConnection) alter).name());
  }

  private String privilege(PrivilegeStatement statement) {
    if (statement instanceof PrivilegeStatement.ObjectPrivileges grant) {
      return grant(grant.grant(), grant.privileges())
          + target(grant.target())
          + to(grant.grant(), grant.grantees());
    }
    if (statement instanceof PrivilegeStatement.RoleMembership roles) {
      return (roles.grant() ? "GRANT " : "REVOKE ")
          + names.idents(roles.roles())
          + to(roles.grant(), roles.members());
    }
    if (statement instanceof PrivilegeStatement.DefaultPrivileges defaults) {
      List<Ident> roles = defaults.roles();
      return "ALTER DEFAULT PRIVILEGES FOR "
          + (roles == null ? "ALL ROLES" : "ROLE " + names.idents(roles))
          + in(defaults.scope(), defaults.in())
          + " "
          + grant(defaults.grant(), defaults.privileges())
          + defaults.kind().plural()
          + to(defaults.grant(), defaults.grantees());
    }
    if (statement instanceof PrivilegeStatement.ReassignOwned owned) {
      return "REASSIGN OWNED BY "
          + names.idents(owned.oldRoles())
          + " TO "
          + names.ident(owned.newRole());
    }
    PrivilegeStatement.DropOwned owned = (PrivilegeStatement.DropOwned) statement;
    Boolean cascade = owned.cascade();
    return "DROP OWNED BY "
        + names.idents(owned.roles())
        + (cascade == null ? "" : cascade ? " CASCADE" : " RESTRICT");
  }

  private static String grant(boolean grant, List<Privilege> privileges) {
    String list =
        privileges.isEmpty()
            ? "ALL PRIVILEGES"
            : privileges.stream().map(Enum::name).collect(Collectors.joining(", "));
    return (grant ? "GRANT " : "REVOKE ") + list + " ON ";
  }

  private String to(boolean grant, List<Ident> roles) {
    return (grant ? " TO " : " FROM ") + names.idents(roles);
  }

  private String target(GrantTarget target) {
    if (target instanceof GrantTarget.OnObjects objects) {
      return objects.kind().sql() + " " + names.items(objects.names());
    }
    if (target instanceof GrantTarget.OnAll all) {
      return "ALL " + all.kind().plural() + in(all.scope(), all.in());
    }
    return "SYSTEM";
  }

  private String in(Scope scope, List<ObjectName> in) {
    return switch (scope) {
      case EVERYWHERE -> "";
      case IN_SCHEMA -> " IN SCHEMA " + names.items(in);
      case IN_DATABASE -> " IN DATABASE " + names.items(in);
    };
  }

  Doc show(ShowStatement show) {
    if (show instanceof ShowStatement.ShowCreate create) {
      String redacted = create.redacted() ? "SHOW REDACTED CREATE " : "SHOW CREATE ";
      return text(redacted + create.kind().sql() + " " + names.item(create.name()));
    }
    if (show instanceof ShowStatement.ShowColumns columns) {
      return filtered("SHOW COLUMNS FROM " + names.item(columns.relation()), columns.filter());
    }
    ShowStatement.ShowObjects objects = (ShowStatement.ShowObjects) show;
    StringBuilder text = new StringBuilder("SHOW ").append(objects.listing().sql());
    if (objects.from() != null) {
      text.append(" FROM ").append(names.item(objects.from()));
    }
    if (objects.on() != null) {
      text.append(" ON ").append(names.item(objects.on()));
    }
    if (objects.cluster() != null) {
      text.append(" IN CLUSTER ").append(names.cluster(objects.cluster()));
    }
    if (objects.system()) {
      text.append(" ON SYSTEM");
    }
    if (objects.of() != null) {
      text.append(" ON ").append(objects.of().plural());
    }
    if (objects.role() != null) {
      text.append(" FOR ").append(names.ident(objects.role()));
    }
    return filtered(text.toString(), objects.filter());
  }

  private Doc filtered(String text, @Nullable Filter filter) {
    if (filter instanceof Filter.Like like) {
      return text(text + " LIKE " + names.string(like.pattern()));
    }
    return filter instanceof Filter.Where where
        ? concat(text(text + " WHERE "), printers.exprs.expr(where.expr()))
        : text(text);
  }
}
