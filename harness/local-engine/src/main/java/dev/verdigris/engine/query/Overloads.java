package dev.verdigris.engine.query;

import dev.verdigris.engine.query.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which of several signatures a call means: PostgreSQL's rules, which Materialize follows. */
final class Overloads {

  /** A signature and the types that the arguments are cast to. */
  record Match(Signature signature, List<SqlType> arguments, SqlType returns) {}

  private Overloads() {}

  /** The one signature that {@code arguments} mean, null if none or more than one. */
  static @Nullable Match find(List<Signature> signatures, List<SqlType> arguments) {
    List<Match> candidates = candidates(signatures, arguments);
    return candidates.size() == 1 ? candidates.get(0) : null;
  }

  /** Whether there are several signatures and nothing says which one is meant. */
  static boolean isAmbiguous(List<Signature> signatures, List<SqlType> arguments) {
    return candidates(signatures, arguments).size() > 1;
  }

  private static List<Match> candidates(List<Signature> signatures, List<SqlType> arguments) {
    List<Match> candidates = new ArrayList<>();
    for (Signature signature : signatures) {
      Match match = signature.takes(arguments.size()) ? bind(signature, arguments) : null;
      if (match != null) {
        candidates.add(match);
      }
    }
    candidates = best(candidates, match -> exact(match, arguments, false));
    if (candidates.size() > 1) {
      candidates = best(candidates, match -> exact(match, arguments, true));
    }
    if (candidates.size() > 1) {
      candidates = byUnknowns(candidates, arguments);
    }
    if (candidates.size() > 1) {
      List<Match> same = asKnownOnes(candidates, arguments);
      candidates = same.isEmpty() ? candidates : same;
    }
    return candidates;
  }

  private interface Score {
    int of(Match match);
  }

  private static List<Match> best(List<Match> candidates, Score score) {
    int most = candidates.stream().mapToInt(score::of).max().orElse(0);
    return candidates.stream().filter(match -> score.of(match) == most).toList();
  }

  private static int exact(Match match, List<SqlType> arguments, boolean orPreferred) {
    int count = 0;
    for (int i = 0; i < arguments.size(); i++) {
      SqlType given = arguments.get(i);
      SqlType wanted = match.arguments().get(i);
      boolean hit = given.kind() != Kind.UNKNOWN && given.sameAs(wanted);
      hit |= orPreferred && given.kind() != Kind.UNKNOWN && isPreferred(wanted);
      count += hit ? 1 : 0;
    }
    return count;
  }

  /** Arguments without a type prefer text, then a category that all candidates share. */
  private static List<Match> byUnknowns(List<Match> candidates, List<SqlType> arguments) {
    List<Match> left = candidates;
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).kind() != Kind.UNKNOWN) {
        continue;
      }
      int index = i;
      List<Match> text = keep(left, match -> category(match, index).equals("string"));
      if (!text.isEmpty()) {
        left = text;
      } else if (left.stream().map(match -> category(match, index)).distinct().count() > 1) {
        return left;
      }
      List<Match> preferred = keep(left, match -> isPreferred(match.arguments().get(index)));
      left = preferred.isEmpty() ? left : preferred;
    }
    return left;
  }

  /** If the typed arguments are all of one type, the others are taken for the same. */
  private static List<Match> asKnownOnes(List<Match> candidates, List<SqlType> arguments) {
    SqlType known = null;
    for (SqlType type : arguments) {
      if (type.kind() != Kind.UNKNOWN) {
        if (known != null && !known.sameAs(type)) {
          return candidates;
        }
        known = type;
      }
    }
    if (known == null) {
      return candidates;
    }
    SqlType same = known;
    return keep(candidates, match -> match.arguments().stream().allMatch(same::sameAs));
  }

  private static List<Match> keep(List<Match> matches, Predicate<Match> which) {
    return matches.stream().filter(which).toList();
  }

  private static String category(Match match, int index) {
    return TypeList.LOADED.category(match.arguments().get(index));
  }

  static boolean isPreferred(SqlType type) {
    return type.kind() == Kind.SCALAR
        && switch (type.name()) {
          case "bool", "float8", "oid", "text", "timestamptz", "interval" -> true;
          default -> false;
        };
  }

  /** The signature with its polymorphic types bound, null if the arguments do not fit. */
  private static @Nullable Match bind(Signature signature, List<SqlType> arguments) {
    SqlType element = null;
    SqlType range = null;
    for (int i = 0; i < arguments.size(); i++) {
      SqlType given = arguments.get(i);
      SqlType found = Polymorphic.element(signature.argument(i), given);
      if (found != null) {
        SqlType common = element == null ? found : CommonType.ofTwo(element, found);
        if (common == null) {
          return null;
        }
        element = common;
      }
      if (signature.argument(i).equals("anyrange") && given.name().endsWith("range")) {
        range = given;
        element = Objects.requireNonNull(Polymorphic.rangeElement(given));
      }
    }
    List<SqlType> wanted = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      SqlType given = arguments.get(i);
      SqlType type = Polymorphic.resolve(signature.argument(i), given, element, range);
      if (type == null || !Casts.isImplicit(given, type)) {
        return null;
      }
      wanted.add(type);
    }
    SqlType returns = Polymorphic.returned(signature.returns(), element, range);
    return returns == null ? null : new Match(signature, wanted, returns);
  }
}
