package dev.verdigris.acceptance;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The whole messages that tests assert to the letter, by their codes.
 *
 * <p>One is a text, as the compiler would put it together, that begins with a code, tells the state
 * that was left and what to do, and is handed to an assertion that does not ask for a part only, or
 * stands in a file {@code *-failures.txt} that a test compares with. What a test puts in stands as
 * {@code <name>}.
 */
final class AssertedMessages extends TreeScanner<@Nullable Void, @Nullable Void> {
  private static final Pattern MESSAGE =
      Pattern.compile("(VG-\\d{4}) [A-Z].*\n  state .*\n  next .*", Pattern.DOTALL);
  private static final Pattern PARTLY =
      Pattern.compile(".*(Containing|[sS]tart|[eE]nd|Matching|matches).*");

  /** A message in a file of such, behind the name of what fails so. */
  private static final Pattern PART =
      Pattern.compile("(?ms)^== .*?\\n((VG-\\d{4}) .*?)(?=\\n== |\\z)");

  private static final Pattern PLACEHOLDER = Pattern.compile("%(?:(\\d)\\$)?[sd]");

  /** Around what only a test knows, so that it can be told from what a message has in brackets. */
  private static final char OPEN = '\uE000';

  private static final char CLOSE = '\uE001';

  private static final int MOST_READABLE = 240;

  /** Tests of what makes messages, which put in what they like. */
  private static final Pattern OF_A_FACTORY = Pattern.compile(".*(Problems|Messages)Tests[.]java");

  /**
   * A message that a test asserts.
   *
   * @param provoked whether the test brought about what it tells, rather than had it made
   */
  record Asserted(String text, boolean provoked) {}

  private final SortedMap<String, Asserted> messages;
  private final boolean provoked;
  private final Map<String, ExpressionTree> constants = new HashMap<>();
  private final Map<String, MethodTree> methods = new HashMap<>();

  private AssertedMessages(SortedMap<String, Asserted> messages, boolean provoked) {
    this.messages = messages;
    this.provoked = provoked;
  }

  /**
   * The messages by their codes; of several with one code one that was provoked, of these the one
   * with the fewest unknown parts, of these one that is not too wide, and of these the longest.
   */
  static SortedMap<String, Asserted> all() throws IOException {
    SortedMap<String, Asserted> messages = new TreeMap<>();
    for (CompilationUnitTree unit : ParsedSources.with("test", "VG-")) {
      boolean provoked = !OF_A_FACTORY.matcher(unit.getSourceFile().getName()).matches();
      new AssertedMessages(messages, provoked).scan(unit, null);
    }
    for (Path file : ParsedSources.files("src/test/resources/", "-failures.txt")) {
      Matcher message = PART.matcher(Files.readString(file));
      while (message.find()) {
        messages.merge(
            message.group(2),
            new Asserted(message.group(1).stripTrailing(), true),
            AssertedMessages::better);
      }
    }
    messages.replaceAll(
        (code, told) ->
            new Asserted(told.text().replace(OPEN, '<').replace(CLOSE, '>'), told.provoked()));
    return messages;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
    for (Tree member : tree.getMembers()) {
      if (member instanceof VariableTree field && field.getInitializer() != null) {
        // Before the methods, wherever it stands.
        constants.put(field.getName().toString(), field.getInitializer());
      } else if (member instanceof MethodTree method) {
        methods.put(method.getName() + "/" + method.getParameters().size(), method);
      }
    }
    return super.visitClass(tree, null);
  }

  @Override
  public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
    if (tree.getInitializer() == null) {
      constants.remove(tree.getName().toString());
    } else {
      constants.put(tree.getName().toString(), tree.getInitializer());
    }
    return super.visitVariable(tree, null);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
    if (!PARTLY.matcher(name(tree)).matches()) {
      for (int i = 0; i < tree.getArguments().size(); i++) {
        String text = text(tree.getArguments().get(i));
        if (text != null && text.startsWith("VG-")) {
          keep(text);
          endings(tree, i).forEach(ending -> keep(text + ending));
        }
      }
    }
    return super.visitMethodInvocation(tree, null);
  }

  /** A case with its message, which a test takes. */
  @Override
  public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
    for (ExpressionTree argument : tree.getArguments()) {
      String text = text(argument);
      if (text != null) {
        keep(text);
      }
    }
    return super.visitNewClass(tree, null);
  }

  private void keep(String text) {
    Matcher message = MESSAGE.matcher(text.stripTrailing());
    if (message.matches()) {
      messages.merge(
          message.group(1), new Asserted(message.group(), provoked), AssertedMessages::better);
    }
  }

  private static Asserted better(Asserted one, Asserted other) {
    Comparator<Asserted> order =
        Comparator.comparing((Asserted told) -> !told.provoked())
            .thenComparing(told -> unknowns(told.text()))
            .thenComparing(told -> tooWide(told.text()))
            .thenComparing(told -> -told.text().length());
    return order.compare(one, other) <= 0 ? one : other;
  }

  private static long unknowns(String text) {
    return text.chars().filter(letter -> letter == OPEN).count();
  }

  /** By how many letters the widest line is wider than somebody likes to read. */
  private static int tooWide(String text) {
    return Math.max(0, text.lines().mapToInt(String::length).max().orElse(0) - MOST_READABLE);
  }

  /** What a method of the same class adds to a text before it asserts it. */
  private List<String> endings(MethodInvocationTree call, int argument) {
    MethodTree method = methods.get(name(call) + "/" + call.getArguments().size());
    List<String> endings = new ArrayList<>();
    if (method != null) {
      String parameter = method.getParameters().get(argument).getName().toString();
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitBinary(BinaryTree sum, @Nullable Void nothing) {
          String ending = text(sum.getRightOperand());
          if (ending != null && sum.getLeftOperand().toString().equals(parameter)) {
            endings.add(ending);
          }
          return super.visitBinary(sum, null);
        }
      }.scan(method, null);
    }
    return endings;
  }

  /** What an expression comes to; null: it is no text of which something is known. */
  private @Nullable String text(ExpressionTree tree) {
    if (tree instanceof LiteralTree literal) {
      return literal.getValue() instanceof String text ? text : null;
    }
    if (tree instanceof ParenthesizedTree inner) {
      return text(inner.getExpression());
    }
    if (tree instanceof IdentifierTree name) {
      // Taken out meanwhile: it may be made of itself.
      ExpressionTree value = constants.remove(name.toString());
      if (value == null) {
        return null;
      }
      String text = text(value);
      constants.put(name.toString(), value);
      return text;
    }
    if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      String left = text(sum.getLeftOperand());
      String right = text(sum.getRightOperand());
      return left == null && right == null
          ? null
          : (left == null ? unknown(sum.getLeftOperand()) : left)
              + (right == null ? unknown(sum.getRightOperand()) : right);
    }
    return tree instanceof MethodInvocationTree call ? result(call) : null;
  }

  private @Nullable String result(MethodInvocationTree call) {
    if (call.getMethodSelect() instanceof IdentifierTree) {
      String key = name(call) + "/" + call.getArguments().size();
      // Taken out meanwhile: it may call itself.
      MethodTree method = methods.remove(key);
      if (method == null) {
        return null;
      }
      String text = returned(method);
      methods.put(key, method);
      return text;
    }
    String text =
        call.getMethodSelect() instanceof MemberSelectTree member
            ? text(member.getExpression())
            : null;
    if (text == null) {
      return null;
    }
    return switch (name(call)) {
      case "formatted" -> formatted(text, call.getArguments());
      case "strip" -> text.strip();
      case "stripTrailing" -> text.stripTrailing();
      case "indent" -> text.indent(Integer.parseInt(call.getArguments().get(0).toString()));
      default -> null;
    };
  }

  /** What a method of the same class returns that does nothing else. */
  private @Nullable String returned(MethodTree method) {
    return method.getBody() != null
            && method.getBody().getStatements().size() == 1
            && method.getBody().getStatements().get(0) instanceof ReturnTree returns
            && returns.getExpression() != null
        ? text(returns.getExpression())
        : null;
  }

  private String formatted(String text, List<? extends ExpressionTree> arguments) {
    StringBuilder result = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    int next = 0;
    while (placeholder.find()) {
      int at = placeholder.group(1) == null ? next++ : Integer.parseInt(placeholder.group(1)) - 1;
      ExpressionTree argument = arguments.get(at);
      String value = text(argument);
      placeholder.appendReplacement(
          result, Matcher.quoteReplacement(value == null ? unknown(argument) : value));
    }
    return placeholder.appendTail(result).toString();
  }

  /** What stands for a value that only the test knows. */
  private static String unknown(ExpressionTree tree) {
    if (tree instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof MemberSelectTree member) {
      return unknown(member.getExpression());
    }
    return OPEN + (tree instanceof IdentifierTree name ? name.toString() : "…") + CLOSE;
  }

  private static String name(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree member
        ? member.getIdentifier().toString()
        : call.getMethodSelect().toString();
  }
}
