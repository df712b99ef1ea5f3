package dev.verdigris.engine.catalog;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Whether a role may read relations. What stands behind a view is read with the rights of the
 * view's owner, so a view can be made by somebody whose readers then cannot read it.
 */
final class ReadRights {
  private final CatalogState state;
  private final Rights rights;
  private final Set<List<String>> seen = new HashSet<>();

  ReadRights(CatalogState state, Rights rights) {
    this.state = state;
    this.rights = rights;
  }

  void require(RoleId reader, Collection<ItemId> items) {
    List<Item> relations =
        items.stream()
            .map(state::item)
            .filter(Objects::nonNull)
            .filter(i -> i.type().isRelation() && !i.isSystem() && i.temporary() == null)
            .sorted(java.util.Comparator.comparing(Item::id))
            .toList();
    for (Item item : relations) {
      check(reader, Privilege.USAGE, Owned.schema(item.schema()));
    }
    for (Item item : relations) {
      check(reader, Privilege.SELECT, Owned.item(item));
    }
    for (Item item : relations) {
      boolean isView =
          item.type() == ObjectType.VIEW || item.type() == ObjectType.MATERIALIZED_VIEW;
      if (isView && seen.add(List.of(item.owner().value(), item.id().value()))) {
        require(item.owner(), item.dependencies());
      }
    }
  }

  private void check(RoleId reader, Privilege privilege, Owned object) {
    if (!rights.has(reader, privilege, object)) {
      Role role = Objects.requireNonNull(state.role(reader));
      throw rights.denied(role.name(), privilege, object);
    }
  }
}
