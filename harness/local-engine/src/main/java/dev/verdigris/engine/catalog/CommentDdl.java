package dev.verdigris.engine.catalog;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.CommentStatement;
import dev.verdigris.engine.sql.CommentStatement.Target;
import dev.verdigris.engine.sql.ObjectName;
import org.jspecify.annotations.Nullable;

/** {@code COMMENT ON}. It always counts as a change, even with the text that is there already. */
final class CommentDdl {
  private final Change change;
  private final Lookup lookup;

  CommentDdl(Change change) {
    this.change = change;
    lookup = new Lookup(change);
  }

  String run(CommentStatement statement) {
    Target target = statement.target();
    if (target instanceof Target.OnColumn column) {
      onColumn(column, statement.text());
    } else if (target instanceof Target.OnObject object) {
      onObject(Types.of(object.kind()), object.name(), statement.text());
    }
    return "COMMENT";
  }

  private void onColumn(Target.OnColumn target, @Nullable String text) {
    Item item = change.names.item(target.relation().names());
    String column = target.column().value();
    int position = item.position(column);
    if (position == 0) {
      throw SqlException.internal("column \"" + item.name() + "." + column + "\" does not exist");
    }
    set(Owned.item(item), position, text);
  }

  private void onObject(ObjectType type, ObjectName name, @Nullable String text) {
    Owned object = lookup.object(type, name, CommentDdl::wrongType);
    if (type == ObjectType.ROLE) {
      change.rights.require(Privilege.CREATEROLE, Owned.SYSTEM);
    }
    set(object, null, text);
  }

  private static SqlException wrongType(Item item, ObjectType wanted) {
    return SqlException.internal(
        item.type().sql() + " " + item.name() + " is not a " + wanted.sql());
  }

  private void set(Owned object, @Nullable Integer column, @Nullable String text) {
    if (object.type() != ObjectType.ROLE) {
      change.rights.requireOwner(object);
    }
    CommentKey key = new CommentKey(object.type(), object.id(), column);
    if (text == null) {
      change.next.comments.remove(key);
    } else {
      change.next.comments.put(key, text);
    }
    change.audit(
        "comment",
        object.type(),
        "id",
        AuditIds.of(object, change.base),
        "name",
        new Owners(change.base).nameOf(object));
    change.touch();
  }
}
