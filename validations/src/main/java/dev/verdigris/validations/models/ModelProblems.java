package dev.verdigris.validations.models;

import dev.verdigris.ExitCode;
import dev.verdigris.Nearest;
import dev.verdigris.Problem;
import dev.verdigris.project.Model;
import dev.verdigris.project.QualifiedName;
import java.sql.SQLException;
import java.util.Collection;
import java.util.TreeSet;

/** The texts of what is wrong in a test of a model. */
final class ModelProblems {
  private static final String STATE = "only scratch schemas were touched, and they are dropped";

  private ModelProblems() {}

  static Problem notGiven(QualifiedName input, String reader) {
    return problem(850, reader + " reads " + input + ", which was not given")
        .detail("because", "a test of a model never reads what production has")
        .state(STATE)
        .next("models.given(\"" + input + "\", …), or models.givenNothing(\"" + input + "\")")
        .build();
  }

  static Problem nobodyReads(QualifiedName name, Collection<QualifiedName> known) {
    Collection<String> names = known.stream().map(QualifiedName::toString).toList();
    return problem(851, "no model reads " + name + ", and it is none")
        .detail("models", "and what they read: " + String.join(", ", names))
        .state(STATE)
        .next(
            Nearest.to(name.toString(), names)
                .map(near -> "did you mean " + near + "?")
                .orElse("leave it out"))
        .build();
  }

  static Problem noColumn(QualifiedName name, String column, Collection<String> known) {
    return problem(852, name + " has no column \"" + column + "\"")
        .detail("columns", String.join(", ", new TreeSet<>(known)))
        .state(STATE)
        .next(
            Nearest.to(column, known)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("correct the name in the first line"))
        .build();
  }

  static Problem noType(QualifiedName name, String column) {
    return problem(853, "the type of " + name + "." + column + " is not known")
        .detail("because", "the server has no relation " + name)
        .state(STATE)
        .next("say the type of each column in the first line: " + column + ":text")
        .build();
  }

  static Problem noColumns(QualifiedName name) {
    return problem(853, "the columns of " + name + " are not known")
        .detail("because", "the server has no relation " + name)
        .state(STATE)
        .next("give it a table without rows that names them: models.given(\"" + name + "\", …)")
        .build();
  }

  static Problem givenTwice(String relation) {
    return problem(854, relation + " was given twice")
        .state(STATE)
        .next("give it all its rows at once")
        .build();
  }

  static Problem tooLate(String relation) {
    return problem(854, relation + " was given after a model was read")
        .state(STATE)
        .next("give everything first, then ask for relations")
        .build();
  }

  static Problem withoutColumns(String relation) {
    return problem(854, "the rows of " + relation + " have no columns")
        .state(STATE)
        .next("models.givenNothing(\"" + relation + "\") gives no rows")
        .build();
  }

  static Problem refused(Model model, String sql, SQLException cause) {
    return problem(855, "the server refuses " + model + ": " + cause.getMessage())
        .detail("file", model.displayFile())
        .detail("statement", sql)
        .state(STATE)
        .next("mend the model, or give its inputs the columns that it reads")
        .build();
  }

  static Problem badRows(QualifiedName name, SQLException cause) {
    return problem(855, "the rows of " + name + " do not fit: " + cause.getMessage())
        .state(STATE)
        .next("correct the values; each is read as its column's type")
        .build();
  }

  static Problem unreadable(String model, SQLException cause) {
    return problem(855, model + " could not be built: " + cause.getMessage())
        .state(STATE)
        .next("look whether the role may create schemas there, and whether the server runs")
        .build();
  }

  static Problem noModel(String name, Collection<String> known) {
    return problem(856, "there is no model " + name)
        .detail("models", String.join(", ", known))
        .state(STATE)
        .next(
            Nearest.to(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("name a model with its schema"))
        .build();
  }

  static Problem noName(String written) {
    return problem(857, "\"" + written + "\" is no relation's name")
        .state(STATE)
        .next("write schema and name: flights.delay_by_airport")
        .build();
  }

  private static Problem.Builder problem(int number, String summary) {
    return Problem.of(ExitCode.CONFIGURATION, number, "MODEL TEST", summary);
  }
}
