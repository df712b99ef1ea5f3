package dev.verdigris.plan;

import dev.verdigris.catalog.Column;
import dev.verdigris.catalog.Grant;
import dev.verdigris.catalog.Item;
import dev.verdigris.catalog.ObjectKind;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.project.GreenStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Comments, grants and owner of a green object: what its model says, and else what blue has. */
final class CarryOver {
  private CarryOver() {}

  /** The comments of an object, its columns and its indexes. */
  static List<Step> comments(
      Snapshot now,
      Snapshot before,
      Target.OfItem target,
      PlannedModel model,
      Optional<Item> blue) {
    Item green = target.find(now).orElseThrow();
    Said object = Said.byBlue(blue.map(Item::comment).orElse(""));
    Map<String, Said> columns = columnsOfBlue(green, blue);
    Map<String, Said> indexes = indexesOfBlue(before, model, blue);
    for (GreenStatement.Comment comment : model.comments()) {
      Said said = Said.by(comment);
      if (comment.column() != null) {
        columns.put(comment.column(), said);
      } else if (comment.index() != null) {
        indexes.put(comment.index(), said);
      } else {
        object = said;
      }
    }
    List<Step> steps = new ArrayList<>();
    if (!green.comment().equals(object.text())) {
      steps.add(new ChangeStep.Comment(target, object.text(), object.model()));
    }
    columns.forEach(
        (column, said) -> {
          if (!green.columnComments().getOrDefault(column, "").equals(said.text())) {
            steps.add(new ChangeStep.ColumnComment(target, column, said.text(), said.model()));
          }
        });
    indexes.forEach(
        (name, said) -> {
          Target.OfItem index =
              new Target.OfItem(target.database(), target.schema(), name, ObjectKind.INDEX);
          if (index.find(now).filter(item -> !item.comment().equals(said.text())).isPresent()) {
            steps.add(new ChangeStep.Comment(index, said.text(), said.model()));
          }
        });
    return steps;
  }

  /** A comment, and the model's statement that it is from; blue's comments are from none. */
  private record Said(String text, Optional<GreenStatement> model) {
    static Said byBlue(String text) {
      return new Said(text, Optional.empty());
    }

    static Said by(GreenStatement.Comment comment) {
      return new Said(comment.text() == null ? "" : comment.text(), Optional.of(comment));
    }
  }

  /** The grants of an object. */
  static List<Step> grants(
      Snapshot now, Target.OfItem target, PlannedModel model, Optional<Item> blue) {
    Item green = target.find(now).orElseThrow();
    Set<Grant> want = new TreeSet<>();
    blue.ifPresent(item -> want.addAll(GrantSteps.without(item.grants(), item.owner())));
    List<Step> steps =
        new ArrayList<>(
            GrantSteps.missing(target, green.grants(), want, green.owner(), Optional.empty()));
    for (GreenStatement.Grant statement : model.grants()) {
      Set<Grant> have = new TreeSet<>(green.grants());
      have.addAll(want);
      Set<Grant> more = grants(statement);
      steps.addAll(GrantSteps.missing(target, have, more, green.owner(), Optional.of(statement)));
      want.addAll(more);
    }
    blue.ifPresent(
        item -> steps.addAll(GrantSteps.extra(target, green.grants(), want, green.owner())));
    return steps;
  }

  /**
   * Gives an object to its owner in production; empty where it has that owner, or where our role is
   * not a member of it: preflight has told so, and refuses the promotion unless that is accepted.
   *
   * @param wanted blue's owner; of an object that blue has not, that of its schema, since what
   *     reads it belongs to production's owners and has to be able to
   */
  static Optional<Step> owner(Snapshot now, Target.OfItem target, Optional<String> wanted) {
    String green = target.find(now).orElseThrow().owner();
    return wanted
        .filter(owner -> !owner.equals(green) && now.actsAs(owner))
        .map(owner -> new ChangeStep.OwnerTo(target, owner));
  }

  /** Comments of blue's columns that green has too; none while green's columns are not known. */
  private static Map<String, Said> columnsOfBlue(Item green, Optional<Item> blue) {
    Map<String, Said> comments = new TreeMap<>();
    Set<String> names = green.columns().stream().map(Column::name).collect(Collectors.toSet());
    blue.ifPresent(
        item ->
            item.columnComments()
                .forEach(
                    (column, text) -> {
                      if (names.contains(column)) {
                        comments.put(column, Said.byBlue(text));
                      }
                    }));
    return comments;
  }

  private static Map<String, Said> indexesOfBlue(
      Snapshot before, PlannedModel model, Optional<Item> blue) {
    Map<String, Said> comments = new LinkedHashMap<>();
    for (GreenStatement.Index index : model.indexes()) {
      blue.flatMap(item -> before.itemNamed(item.schemaId(), index.name()))
          .filter(item -> item.kind() == ObjectKind.INDEX)
          .map(Item::comment)
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> comments.put(index.name(), Said.byBlue(text)));
    }
    return comments;
  }

  private static Set<Grant> grants(GreenStatement.Grant statement) {
    Set<Grant> grants = new TreeSet<>();
    for (String privilege : statement.privileges()) {
      for (String grantee : statement.grantees()) {
        grants.add(new Grant(grantee(grantee), privilege(privilege)));
      }
    }
    return grants;
  }

  private static String grantee(String name) {
    return name.toLowerCase(Locale.ROOT).equals("public") ? Grant.PUBLIC : name;
  }

  /** {@code ALL} on a view is {@code SELECT}. */
  private static String privilege(String name) {
    return name.startsWith("ALL") ? "SELECT" : name;
  }
}
