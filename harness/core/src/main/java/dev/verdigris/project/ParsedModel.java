package dev.verdigris.project;

import dev.verdigris.project.StatementParser.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The statements of a model's file, each known to be about this model.
 *
 * @param file the file
 * @param create the only CREATE VIEW or CREATE MATERIALIZED VIEW
 * @param companions indexes, comments and grants in the order of the file
 */
record ParsedModel(
    ModelFile file, ParsedStatement.Create create, List<ParsedStatement> companions) {

  ParsedModel {
    companions = List.copyOf(companions);
  }

  /** Reads a file and checks that it is about the object that its path names. */
  static ParsedModel read(ModelFile file) {
    ParsedStatement.Create create = null;
    List<ParsedStatement> companions = new ArrayList<>();
    for (ParsedStatement statement : statements(file)) {
      if (!(statement instanceof ParsedStatement.Create found)) {
        companions.add(statement);
      } else if (create == null) {
        create = found;
      } else {
        throw ProjectMessages.secondCreate(
            file.position(found.start()), file.position(create.start()).line());
      }
    }
    if (create == null) {
      throw ProjectMessages.noCreate(file.display(), file.name());
    }
    if (!names(create.object(), file.name())) {
      throw ProjectMessages.nameDiffersFromPath(
          create.object().toString(), file.name(), file.position(create.object().start()));
    }
    ParsedModel model = new ParsedModel(file, create, companions);
    companions.forEach(model::check);
    return model;
  }

  List<ParsedStatement.Index> indexes() {
    return companions.stream()
        .filter(ParsedStatement.Index.class::isInstance)
        .map(ParsedStatement.Index.class::cast)
        .toList();
  }

  private void check(ParsedStatement companion) {
    QualifiedName name = file.name();
    if (companion instanceof ParsedStatement.Comment comment && comment.target().equals("INDEX")) {
      if (!hasIndex(comment.object())) {
        throw ProjectMessages.unknownIndex(
            comment.object().toString(), name, file.position(comment.object().start()));
      }
      return;
    }
    if (!names(companion.object(), name)) {
      throw ProjectMessages.otherObject(
          companion.object().toString(), name, file.position(companion.object().start()));
    }
    if (companion instanceof ParsedStatement.Comment comment
        && !comment.target().equals("COLUMN")
        && !comment.target().equals(create.kind().sql())) {
      throw ProjectMessages.commentOnOtherKind(
          comment.target(), create.kind(), file.position(comment.start()));
    }
  }

  /** An index lives in its relation's schema, under a name that the file gives it. */
  private boolean hasIndex(SqlName written) {
    QualifiedName name =
        new QualifiedName(file.name().database(), file.name().schema(), written.last());
    return names(written, name)
        && indexes().stream()
            .map(ParsedStatement.Index::name)
            .filter(Objects::nonNull)
            .map(SqlToken::value)
            .anyMatch(written.last()::equals);
  }

  /** Whether a name as written, with one to three parts, is this one. */
  static boolean names(SqlName written, QualifiedName name) {
    List<String> parts = List.of(name.database(), name.schema(), name.name());
    List<String> found = written.parts().stream().map(SqlToken::value).toList();
    return found.size() <= 3 && parts.subList(3 - found.size(), 3).equals(found);
  }

  private static List<ParsedStatement> statements(ModelFile file) {
    List<ParsedStatement> statements = new ArrayList<>();
    try {
      for (List<SqlToken> tokens : SqlLexer.statements(file.content())) {
        statements.add(StatementParser.parse(tokens));
      }
    } catch (SqlLexException e) {
      throw ProjectMessages.syntax(String.valueOf(e.getMessage()), file.position(e.position()), e);
    } catch (SqlSyntaxException e) {
      throw ProjectMessages.syntax(String.valueOf(e.getMessage()), file.position(e.position()), e);
    } catch (RefusedException e) {
      throw ProjectMessages.refused(e.reason(), e.what(), file.position(e.position()));
    }
    return statements;
  }
}
