package dev.verdigris.engine.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What was printed means what was read: checked with every statement that a server could read. */
class RoundTripTests {

  @Test
  void the_stored_form_means_the_same() {
    assertThat(changed(s -> Printer.print(s, SqlStyle.STORED))).isEmpty();
  }

  @Test
  void the_form_with_few_quotes_means_the_same() {
    assertThat(changed(s -> Printer.print(s, SqlStyle.SHOWN))).isEmpty();
  }

  @Test
  void broken_lines_mean_the_same() {
    assertThat(changed(Printer::showCreate)).isEmpty();
  }

  private static List<String> changed(Function<Statement, String> print) {
    List<String> changed = new ArrayList<>();
    int checked = 0;
    Set<String> texts =
        Recordings.all().stream()
            .filter(step -> step.syntaxError() == null)
            .map(Recordings.Step::sql)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String text : texts) {
      for (Statement statement : Parser.parse(text)) {
        checked++;
        String printed = print.apply(statement);
        try {
          List<Statement> again = Parser.parse(printed);
          if (again.size() != 1 || !plain(again.get(0)).equals(plain(statement))) {
            changed.add(text + "\n  -> " + printed);
          }
        } catch (SqlException e) {
          changed.add(text + "\n  -> " + printed + "\n  " + e.getMessage() + " " + e.position());
        }
      }
    }
    assertThat(checked).isGreaterThan(1000);
    return changed;
  }

  /** Without the text and place of a statement within the statement. */
  private static Statement plain(Statement statement) {
    if (statement instanceof SessionStatement.Declare declare) {
      return new SessionStatement.Declare(
          declare.name(), new ParsedStatement(declare.statement().statement(), "", 0, 0));
    }
    if (statement instanceof SessionStatement.Prepare prepare) {
      return new SessionStatement.Prepare(
          prepare.name(), new ParsedStatement(prepare.statement().statement(), "", 0, 0));
    }
    return statement;
  }
}
