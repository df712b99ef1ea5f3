package dev.verdigris.engine.sql;

import dev.verdigris.engine.SqlException;
import dev.verdigris.engine.sql.ExplainStatement.Explainee;
import dev.verdigris.engine.sql.ExplainStatement.Format;
import dev.verdigris.engine.sql.ExplainStatement.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads EXPLAIN. */
final class ExplainParser {
  private final Grammar grammar;
  private final TokenCursor tokens;

  ExplainParser(Grammar grammar) {
    this.grammar = grammar;
    this.tokens = grammar.tokens;
  }

  ExplainStatement explain() {
    if (tokens.accept("ANALYZE")) {
      tokens.expectOneOf("CPU", "MEMORY");
      throw SqlException.unsupported("EXPLAIN ANALYZE");
    }
    if (tokens.accept("TIMESTAMP")) {
      Format format = format();
      tokens.expect("FOR");
      return new ExplainStatement.ExplainTimestamp(format, grammar.data.select());
    }
    if (tokens.accept("FILTER", "PUSHDOWN")) {
      tokens.expect("FOR");
      return new ExplainStatement.ExplainFilterPushdown(explainee());
    }
    if (tokens.at(1, "SCHEMA") && tokens.atAny("KEY", "VALUE")) {
      boolean key = tokens.next().isWord("KEY");
      tokens.next();
      Format format = format();
      tokens.expect("FOR", "CREATE", "SINK");
      return new ExplainStatement.ExplainSinkSchema(key, format, grammar.pipes.sink());
    }
    return plan();
  }

  private ExplainStatement plan() {
    Stage stage = stage();
    List<Option> options = grammar.options.with(OptionNames.EXPLAIN);
    Format format = format();
    if (stage != null || !options.isEmpty() || format != null) {
      tokens.expect("FOR");
    } else {
      tokens.accept("FOR");
    }
    return new ExplainStatement.ExplainPlan(stage, options, format, explainee());
  }

  private @Nullable Stage stage() {
    Stage stage = null;
    if (tokens.accept("RAW", "PLAN")) {
      stage = Stage.RAW;
    } else if (tokens.accept("DECORRELATED", "PLAN")) {
      stage = Stage.DECORRELATED;
    } else if (tokens.accept("LOCALLY", "OPTIMIZED", "PLAN")) {
      stage = Stage.LOCALLY_OPTIMIZED;
    } else if (tokens.accept("OPTIMIZED", "PLAN")) {
      stage = Stage.OPTIMIZED;
    } else if (tokens.accept("PHYSICAL", "PLAN")) {
      stage = Stage.PHYSICAL;
    }
    return stage;
  }

  private @Nullable Format format() {
    if (!tokens.accept("AS")) {
      return null;
    }
    if (tokens.accept("VERBOSE", "TEXT")) {
      return Format.VERBOSE_TEXT;
    }
    return Format.valueOf(tokens.expectOneOf("TEXT", "JSON"));
  }

  private Explainee explainee() {
    boolean replan = tokens.accept("REPLAN");
    ObjectKind kind = kind();
    if (kind != null) {
      return new Explainee.ExplainObject(kind, replan, grammar.names.item());
    }
    if (replan) {
      throw tokens.expected("one of VIEW or MATERIALIZED or INDEX");
    }
    boolean broken = tokens.accept("BROKEN");
    if (tokens.accept("CREATE")) {
      return new Explainee.ExplainQuery(broken, grammar.creates.create());
    }
    return new Explainee.ExplainQuery(broken, grammar.data.select());
  }

  private @Nullable ObjectKind kind() {
    if (tokens.accept("VIEW")) {
      return ObjectKind.VIEW;
    }
    if (tokens.accept("MATERIALIZED", "VIEW")) {
      return ObjectKind.MATERIALIZED_VIEW;
    }
    return tokens.accept("INDEX") ? ObjectKind.INDEX : null;
  }
}
