package dev.verdigris.acceptance;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.verdigris.ExitCode;
import dev.verdigris.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every code that the sources can make, each with the factories that make it.
 *
 * <p>A code is what {@code Problem.of} is called with. Where a method passes its parameter on, its
 * callers in the same package are asked; where an enum's constant holds the number, each constant
 * counts; of {@code a ? b : c} both do. Whatever else is written there is an error: a code that
 * nobody can read off the sources would be missed on the page.
 */
final class ProblemCodes {
  private final List<Call> calls = new ArrayList<>();
  private final SortedMap<String, SortedSet<String>> codes = new TreeMap<>();

  /**
   * A call, and where it stands.
   *
   * @param directory of its file, which stands for the package
   */
  private record Call(
      CompilationUnitTree unit,
      String directory,
      String type,
      @Nullable MethodTree within,
      MethodInvocationTree tree) {
    String method() {
      ExpressionTree select = tree.getMethodSelect();
      return select instanceof MemberSelectTree member
          ? member.getIdentifier().toString()
          : select.toString();
    }

    /** Before the dot; empty: the class itself. */
    String receiver() {
      return tree.getMethodSelect() instanceof MemberSelectTree member
          ? member.getExpression().toString()
          : "";
    }

    ExpressionTree argument(int index) {
      return tree.getArguments().get(index);
    }

    /** Which parameter of the method around it a name means; -1: none. */
    int parameter(ExpressionTree name) {
      List<? extends VariableTree> parameters = within == null ? List.of() : within.getParameters();
      for (int i = 0; i < parameters.size(); i++) {
        if (name instanceof IdentifierTree
            && parameters.get(i).getName().contentEquals(name.toString())) {
          return i;
        }
      }
      return -1;
    }

    String place() {
      return type + "." + (within == null ? "" : within.getName());
    }
  }

  private ProblemCodes() {}

  /** The codes in order, each with its factories: {@code PlanProblems.unknown}. */
  static SortedMap<String, SortedSet<String>> all() throws IOException {
    ProblemCodes found = new ProblemCodes();
    // A file that only calls a factory's helper has none of these words, but is in its package.
    for (CompilationUnitTree unit : ParsedSources.with("main", "package dev.verdigris")) {
      found.index(unit);
    }
    for (Call call : found.calls) {
      if (call.receiver().equals("Problem") && call.method().equals("of")) {
        found.resolve(call, call.argument(0), call.argument(1));
      }
    }
    return found.codes;
  }

  private void index(CompilationUnitTree unit) {
    String directory = String.valueOf(Path.of(unit.getSourceFile().getName()).getParent());
    new TreeScanner<@Nullable Void, @Nullable MethodTree>() {
      private String type = "";

      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable MethodTree within) {
        String outer = type;
        type = tree.getSimpleName().toString();
        super.visitClass(tree, null);
        type = outer;
        return null;
      }

      @Override
      public @Nullable Void visitMethod(MethodTree tree, @Nullable MethodTree within) {
        return super.visitMethod(tree, tree);
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree tree, @Nullable MethodTree within) {
        calls.add(new Call(unit, directory, type, within, tree));
        return super.visitMethodInvocation(tree, within);
      }
    }.scan(unit, null);
  }

  private void resolve(Call at, ExpressionTree exit, ExpressionTree number) {
    if (exit instanceof ParenthesizedTree inner) {
      resolve(at, inner.getExpression(), number);
    } else if (number instanceof ParenthesizedTree inner) {
      resolve(at, exit, inner.getExpression());
    } else if (exit instanceof ConditionalExpressionTree choice) {
      resolve(at, choice.getTrueExpression(), chosen(number, choice, true));
      resolve(at, choice.getFalseExpression(), chosen(number, choice, false));
    } else if (number instanceof ConditionalExpressionTree choice) {
      resolve(at, exit, choice.getTrueExpression());
      resolve(at, exit, choice.getFalseExpression());
    } else if (at.parameter(exit) >= 0 || at.parameter(number) >= 0) {
      askCallers(at, exit, number);
    } else if (number instanceof MemberSelectTree field) {
      List<ExpressionTree> values = constants(at.unit(), field.getIdentifier().toString());
      if (values.isEmpty()) {
        throw unreadable(at);
      }
      values.forEach(value -> resolve(at, exit, value));
    } else {
      add(at, exit, number);
    }
  }

  /** Of two choices by the same condition the same side. */
  private static ExpressionTree chosen(
      ExpressionTree number, ConditionalExpressionTree choice, boolean side) {
    if (number instanceof ConditionalExpressionTree other
        && other.getCondition().toString().equals(choice.getCondition().toString())) {
      return side ? other.getTrueExpression() : other.getFalseExpression();
    }
    return number;
  }

  private void askCallers(Call at, ExpressionTree exit, ExpressionTree number) {
    MethodTree method = at.within();
    if (method == null) {
      throw unreadable(at);
    }
    boolean called = false;
    for (Call caller : calls) {
      boolean same =
          caller.directory().equals(at.directory())
              && method.getName().contentEquals(caller.method())
              && caller.tree().getArguments().size() == method.getParameters().size()
              && (caller.receiver().isEmpty()
                  ? caller.type().equals(at.type())
                  : caller.receiver().equals(at.type()));
      if (same) {
        called = true;
        int first = at.parameter(exit);
        int second = at.parameter(number);
        resolve(
            caller,
            first < 0 ? exit : caller.argument(first),
            second < 0 ? number : caller.argument(second));
      }
    }
    if (!called) {
      throw unreadable(at);
    }
  }

  /** What the constants of a file's enums give for a parameter of their constructor. */
  private static List<ExpressionTree> constants(CompilationUnitTree unit, String parameter) {
    List<ExpressionTree> values = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
        int index = tree.getKind() == Tree.Kind.ENUM ? index(tree, parameter) : -1;
        for (Tree member : tree.getMembers()) {
          if (index >= 0
              && member instanceof VariableTree constant
              && constant.getInitializer() instanceof NewClassTree made) {
            values.add(made.getArguments().get(index));
          }
        }
        return super.visitClass(tree, null);
      }
    }.scan(unit, null);
    return values;
  }

  private static int index(ClassTree type, String parameter) {
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method && method.getName().contentEquals("<init>")) {
        for (int i = 0; i < method.getParameters().size(); i++) {
          if (method.getParameters().get(i).getName().contentEquals(parameter)) {
            return i;
          }
        }
      }
    }
    return -1;
  }

  private void add(Call at, ExpressionTree exit, ExpressionTree number) {
    if (!(exit instanceof MemberSelectTree name
        && name.getExpression().toString().equals("ExitCode")
        && number instanceof LiteralTree literal
        && literal.getValue() instanceof Integer value)) {
      throw unreadable(at);
    }
    ExitCode status = ExitCode.valueOf(name.getIdentifier().toString());
    String code = Problem.of(status, value, "", "").build().code();
    codes.computeIfAbsent(code, any -> new TreeSet<>()).add(at.place());
  }

  private static AssertionError unreadable(Call at) {
    return new AssertionError(
        "which code does this make? write its number as a literal, so that docs/failures.md has it:"
            + " "
            + at.place()
            + ": "
            + at.tree());
  }
}
