package dev.verdigris.validations;

import dev.verdigris.gate.InconclusiveError;
import java.util.List;

/** The texts of assertions that time decides. */
final class TimingMessages {
  private TimingMessages() {}

  static String heldAgain(
      Origin origin, Options options, String look, Watch.Result result, Finding now) {
    return heldAgain(
        origin.what(),
        Context.of(options, List.of(options.timing().toString()), result.at(), ""),
        now.at(),
        look);
  }

  static String heldAgain(String what, Context context, String again, String look) {
    return Report.failed(122, what + " did not hold without a break", context)
        .detail("broke", "at " + context.at() + "; at " + again + " it holds again")
        .end(look);
  }

  static InconclusiveError interrupted() {
    return new InconclusiveError("VG-3123 INCONCLUSIVE  the wait was interrupted");
  }
}
