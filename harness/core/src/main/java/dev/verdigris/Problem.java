package dev.verdigris;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A failure as a person reads it: a stable code, what happened, the evidence, the state that was
 * left and the next command.
 *
 * <pre>
 * VG-5102 CONFLICT  schema "flights_pr_17" belongs to another deployment
 *   found     marker of deployment pr_16, made by materialize on 2026-11-25
 *   state     nothing was changed
 *   next      choose another name: -Dverdigris.deployment=...
 * </pre>
 *
 * @param code the stable code, for example {@code VG-5102}
 * @param exitCode what the process ends with
 * @param kind the kind of failure in capitals, for example {@code CONFLICT}
 * @param summary one sentence without a full stop
 * @param quoted the end of the summary where that is not ours but the server's, which may quote
 *     rows; empty where all of it is ours
 * @param details labelled lines, in order; a text of several lines is indented under its label
 */
public record Problem(
    String code,
    ExitCode exitCode,
    String kind,
    String summary,
    String quoted,
    List<Detail> details) {

  private static final String OUTCOME_UNKNOWN = "VG-6781";

  private static final int LABEL_WIDTH = 10;
  private static final Set<String> LAST = Set.of("state", "next");

  /** Makes the list of details immutable. */
  public Problem {
    details = List.copyOf(details);
  }

  /**
   * One labelled line.
   *
   * @param label at most nine characters
   * @param text one or more lines
   */
  public record Detail(String label, String text) {}

  /**
   * Begins a problem. Codes are {@code VG-<exit code><three digits>}; for {@link
   * ExitCode#INTERRUPTED} the first digit is 0.
   *
   * @param number the three digits, 0 to 999
   */
  public static Builder of(ExitCode exitCode, int number, String kind, String summary) {
    int first = exitCode == ExitCode.INTERRUPTED ? 0 : exitCode.value();
    return new Builder(String.format("VG-%d%03d", first, number), exitCode, kind, summary);
  }

  /** The text of the first line with this label. */
  public Optional<String> detail(String label) {
    return details.stream()
        .filter(detail -> detail.label().equals(label))
        .map(Detail::text)
        .findFirst();
  }

  /** The summary without what the server said: this may be kept where no rows are to be. */
  public String ownWords() {
    return summary.substring(0, summary.length() - quoted.length());
  }

  /** This problem without its next step, for where another one tells what to do. */
  public Problem withoutNext() {
    List<Detail> others =
        details.stream().filter(detail -> !detail.label().equals("next")).toList();
    return new Problem(code, exitCode, kind, summary, quoted, others);
  }

  /**
   * Whether it is not known if a {@code COMMIT} took effect, and nothing has settled it: VG-6781.
   * That names have not moved, as a read may find afterwards, is no fact then, since they may still
   * do.
   */
  public boolean leavesOutcomeUnknown() {
    return code.equals(OUTCOME_UNKNOWN);
  }

  /** The whole message, several lines, without a trailing line break. */
  public String format() {
    StringBuilder text = new StringBuilder(code + " " + kind + "  " + summary);
    for (Detail detail : details) {
      String indent = "\n" + " ".repeat(LABEL_WIDTH + 2);
      text.append(String.format("%n  %-" + LABEL_WIDTH + "s", detail.label()).replace("\r", ""))
          .append(detail.text().stripTrailing().replace("\n", indent));
    }
    return text.toString();
  }

  /**
   * This problem with others told beside it: each in a line {@code also}, and what is next for all
   * of them.
   *
   * @param others each with its own code and evidence; their states are left out
   * @param state that all of them leave; empty where it is not known
   */
  public Problem beside(List<Problem> others, Optional<String> state) {
    List<Detail> all = new ArrayList<>(evidence().toList());
    others.forEach(other -> all.add(new Detail("also", other.asEvidence())));
    state.ifPresent(text -> all.add(new Detail("state", text)));
    String next =
        Stream.concat(Stream.of(this), others.stream())
            .flatMap(problem -> problem.detail("next").stream())
            .distinct()
            .collect(Collectors.joining("\n"));
    all.add(new Detail("next", next));
    return new Problem(code, exitCode, kind, summary, quoted, all);
  }

  private String asEvidence() {
    String lines =
        evidence()
            .flatMap(detail -> (detail.label() + " " + detail.text()).lines())
            .map(line -> "\n  " + line)
            .collect(Collectors.joining());
    return code + " " + summary + lines;
  }

  private Stream<Detail> evidence() {
    return details.stream().filter(detail -> !LAST.contains(detail.label()));
  }

  /** This problem as an exception to throw. */
  public VerdigrisException exception() {
    return new VerdigrisException(this, null);
  }

  /** This problem as an exception to throw, with what caused it. */
  public VerdigrisException exception(Throwable cause) {
    return new VerdigrisException(this, cause);
  }

  /** Collects the details of a {@link Problem}. */
  public static final class Builder {
    private final String code;
    private final ExitCode exitCode;
    private final String kind;
    private final String summary;
    private String quoted = "";
    private final List<Detail> details = new ArrayList<>();

    private Builder(String code, ExitCode exitCode, String kind, String summary) {
      this.code = code;
      this.exitCode = exitCode;
      this.kind = kind;
      this.summary = summary;
    }

    /** Ends the summary with what the server said. */
    public Builder quoting(String text) {
      quoted = ": " + text;
      return this;
    }

    /** Adds a labelled line. */
    public Builder detail(String label, String text) {
      details.add(new Detail(label, text));
      return this;
    }

    /** Adds the state that was left. */
    public Builder state(String text) {
      return detail("state", text);
    }

    /** Adds the next command or step. */
    public Builder next(String text) {
      return detail("next", text);
    }

    /** The problem. */
    public Problem build() {
      return new Problem(code, exitCode, kind, summary + quoted, quoted, details);
    }

    /** The problem as an exception to throw. */
    public VerdigrisException exception() {
      return build().exception();
    }

    /** The problem as an exception to throw, with what caused it. */
    public VerdigrisException exception(Throwable cause) {
      return build().exception(cause);
    }
  }
}
