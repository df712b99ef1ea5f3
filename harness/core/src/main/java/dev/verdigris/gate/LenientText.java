package dev.verdigris.gate;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a failure that does not keep anything from being promoted. A failure is worded before
 * anybody knows what becomes of it, since an annotation or the configuration may decide that; here
 * it loses what is not true then: that the gate failed, that nothing was promoted, and that the
 * model has to be mended. Anything else, and the texts of other assertion libraries, stay as they
 * are.
 */
final class LenientText {
  private static final Pattern HEADING =
      Pattern.compile("\\b(VG-3\\d{3}) (?:GATE FAILED|INCONCLUSIVE)  ");
  private static final Pattern STATE =
      Pattern.compile(
          "^( +state +)(?:the read was cancelled; )?nothing was promoted; green stays up$",
          Pattern.MULTILINE);
  private static final Pattern NEXT =
      Pattern.compile("^( +next +)mend the model and run mvn verify again$", Pattern.MULTILINE);

  private LenientText() {}

  /** Of a failure that is only to be shown. */
  static String warning(String failure) {
    return replaced(
        failure,
        "WARNING",
        "a warning, which keeps nothing from being promoted",
        "nothing, if that is meant");
  }

  /** Of a failure that somebody has taken upon himself until a day. */
  static String waived(String failure, LocalDate until) {
    return replaced(
        failure,
        "WAIVED",
        "waived, which keeps nothing from being promoted until " + until,
        "mend the model until then");
  }

  /** Of a failure on production, behind the swap. */
  static String behindSwap(String failure) {
    return replaced(
        failure,
        "SMOKE FAILED",
        "it is promoted; what became of that the phase smoke tells",
        "do what the phase smoke tells");
  }

  private static String replaced(String failure, String kind, String state, String next) {
    String text = HEADING.matcher(failure).replaceAll("$1 " + kind + "  ");
    text = STATE.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(state));
    return NEXT.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(next));
  }
}
