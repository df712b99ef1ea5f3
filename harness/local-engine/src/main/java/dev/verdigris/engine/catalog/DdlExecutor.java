package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.AlterStatement;
import dev.verdigris.engine.sql.CommentStatement;
import dev.verdigris.engine.sql.CreateStatement;
import dev.verdigris.engine.sql.CreateStatement.CreateClusterReplica;
import dev.verdigris.engine.sql.DropStatement;
import dev.verdigris.engine.sql.PrivilegeStatement;
import dev.verdigris.engine.sql.Statement;

/** Finds the class that knows a statement. */
final class DdlExecutor {
  private DdlExecutor() {}

  /** Plans a statement into the change and gives the tag of its completion. */
  static String run(Statement statement, Change change) {
    if (statement instanceof CreateStatement create) {
      return create(create, change);
    }
    if (statement instanceof AlterStatement alter) {
      return alter(alter, change);
    }
    if (statement instanceof DropStatement drop) {
      return new DropDdl(change).run(drop);
    }
    if (statement instanceof CommentStatement comment) {
      return new CommentDdl(change).run(comment);
    }
    if (statement instanceof PrivilegeStatement.ObjectPrivileges privileges) {
      return new GrantDdl(change).run(privileges);
    }
    if (statement instanceof PrivilegeStatement.RoleMembership membership) {
      return new RoleDdl(change).run(membership);
    }
    if (statement instanceof PrivilegeStatement.DefaultPrivileges privileges) {
      return new DefaultPrivilegeDdl(change).run(privileges);
    }
    if (statement instanceof PrivilegeStatement.ReassignOwned reassign) {
      return new OwnerDdl(change).run(reassign);
    }
    if (statement instanceof PrivilegeStatement.DropOwned drop) {
      return new DropOwnedDdl(change).run(drop);
    }
    throw SqlException.unsupported("the statement " + statement.getClass().getSimpleName());
  }

  private static String create(CreateStatement create, Change change) {
    if (create instanceof CreateStatement.CreateDatabase database) {
      return new SchemaDdl(change).run(database);
    }
    if (create instanceof CreateStatement.CreateSchema schema) {
      return new SchemaDdl(change).run(schema);
    }
    if (create instanceof CreateStatement.CreateCluster cluster) {
      return new ClusterDdl(change).run(cluster);
    }
    if (create instanceof CreateClusterReplica replica) {
      return new ReplicaDdl(change).run(replica);
    }
    if (create instanceof CreateStatement.CreateTable table) {
      return new TableDdl(change).run(table);
    }
    if (create instanceof CreateStatement.CreateView view) {
      return new ViewDdl(change).run(view);
    }
    if (create instanceof CreateStatement.CreateMaterializedView view) {
      return new ViewDdl(change).run(view);
    }
    if (create instanceof CreateStatement.CreateIndex index) {
      return new IndexDdl(change).run(index);
    }
    if (create instanceof CreateStatement.CreateSink sink) {
      return new SinkDdl(change).run(sink);
    }
    if (create instanceof CreateStatement.CreateConnection connection) {
      return new ConnectionDdl(change).run(connection);
    }
    if (create instanceof CreateStatement.CreateSecret secret) {
      return new ConnectionDdl(change).run(secret);
    }
    if (create instanceof CreateStatement.CreateRole role) {
      return new RoleDdl(change).run(role);
    }
    if (create instanceof CreateStatement.CreateLoadGenerator source) {
      return new SourceDdl(change).run(source);
    }
    if (create instanceof CreateStatement.CreateTableFromSource table) {
      return new SourceTableDdl(change).run(table);
    }
    if (create instanceof CreateStatement.CreateSubsource) {
      throw SqlException.unsupported("CREATE SUBSOURCE");
    }
    return new TypeDdl(change).run((CreateStatement.CreateType) create);
  }

  private static String alter(AlterStatement alter, Change change) {
    if (alter instanceof AlterStatement.Rename rename) {
      return new RenameDdl(change).run(rename);
    }
    if (alter instanceof AlterStatement.Swap swap) {
      return new SwapDdl(change).run(swap);
    }
    if (alter instanceof AlterStatement.OwnerTo owner) {
      return new OwnerDdl(change).run(owner);
    }
    if (alter instanceof AlterStatement.ClusterSet set) {
      return new ClusterDdl(change).run(set);
    }
    if (alter instanceof AlterStatement.ClusterReset reset) {
      return new ClusterDdl(change).run(reset);
    }
    if (alter instanceof AlterStatement.SinkSetFrom sink) {
      return new SinkDdl(change).run(sink);
    }
    if (alter instanceof AlterStatement.ValidateConnection connection) {
      return new ConnectionDdl(change).run(connection);
    }
    if (alter instanceof AlterStatement.SecretValue secret) {
      return new ConnectionDdl(change).run(secret);
    }
    if (alter instanceof AlterStatement.RoleSet role) {
      return new RoleDdl(change).run(role);
    }
    if (alter instanceof AlterStatement.RoleReset role) {
      return new RoleDdl(change).run(role);
    }
    if (alter instanceof AlterStatement.AddColumn) {
      throw SqlException.preview(
          "Enable ALTER TABLE ... ADD COLUMN ...", "enable_alter_table_add_column");
    }
    throw SqlException.unsupported("the statement " + alter.getClass().getSimpleName());
  }
}
