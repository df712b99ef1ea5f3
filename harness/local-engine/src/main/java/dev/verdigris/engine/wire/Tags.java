package dev.verdigris.engine.wire;

import dev.verdigris.engine.sql.AlterStatement;
import dev.verdigris.engine.sql.CommentStatement;
import dev.verdigris.engine.sql.CreateStatement;
import dev.verdigris.engine.sql.DropStatement;
import dev.verdigris.engine.sql.PrivilegeStatement;
import dev.verdigris.engine.sql.Statement;

/** The completion tags of statements that wait for their COMMIT. */
final class Tags {
  private Tags() {}

  static String of(Statement statement) {
    if (statement instanceof CommentStatement) {
      return "COMMENT";
    }
    if (statement instanceof DropStatement drop) {
      return "DROP " + drop.kind().sql();
    }
    if (statement instanceof CreateStatement create) {
      return "CREATE " + what(create);
    }
    if (statement instanceof AlterStatement.OwnerTo owner) {
      return "ALTER " + owner.kind().sql();
    }
    if (statement instanceof AlterStatement.AddColumn) {
      return "ALTER TABLE";
    }
    if (statement instanceof AlterStatement) {
      return "ALTER ROLE";
    }
    if (statement instanceof PrivilegeStatement.ObjectPrivileges privileges) {
      return privileges.grant() ? "GRANT" : "REVOKE";
    }
    if (statement instanceof PrivilegeStatement.RoleMembership membership) {
      return membership.grant() ? "GRANT" : "REVOKE";
    }
    if (statement instanceof PrivilegeStatement.DefaultPrivileges) {
      return "ALTER DEFAULT PRIVILEGES";
    }
    return statement instanceof PrivilegeStatement.ReassignOwned ? "REASSIGN OWNED" : "DROP OWNED";
  }

  private static String what(CreateStatement create) {
    if (create instanceof CreateStatement.CreateDatabase) {
      return "DATABASE";
    }
    if (create instanceof CreateStatement.CreateSchema) {
      return "SCHEMA";
    }
    if (create instanceof CreateStatement.CreateCluster) {
      return "CLUSTER";
    }
    if (create instanceof CreateStatement.CreateClusterReplica) {
      return "CLUSTER REPLICA";
    }
    if (create instanceof CreateStatement.CreateView) {
      return "VIEW";
    }
    if (create instanceof CreateStatement.CreateMaterializedView) {
      return "MATERIALIZED VIEW";
    }
    if (create instanceof CreateStatement.CreateIndex) {
      return "INDEX";
    }
    if (create instanceof CreateStatement.CreateSink) {
      return "SINK";
    }
    if (create instanceof CreateStatement.CreateLoadGenerator
        || create instanceof CreateStatement.CreateSubsource) {
      return "SOURCE";
    }
    if (create instanceof CreateStatement.CreateConnection) {
      return "CONNECTION";
    }
    if (create instanceof CreateStatement.CreateSecret) {
      return "SECRET";
    }
    if (create instanceof CreateStatement.CreateRole) {
      return "ROLE";
    }
    return create instanceof CreateStatement.CreateType ? "TYPE" : "TABLE";
  }
}
