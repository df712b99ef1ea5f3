package dev.verdigris.validations;

import dev.verdigris.gate.InconclusiveError;
import dev.verdigris.gate.Leniency;
import dev.verdigris.gate.Severity;
import dev.verdigris.gate.Waiver;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.description.Description;

/**
 * What assertions on green and blue have in common: options first, and the assertion last. An
 * option holds for all assertions behind it.
 *
 * <p>An assertion that does not hold throws an {@link AssertionError}, one that cannot be decided
 * an {@link InconclusiveError}, and one whose read fails a {@link
 * dev.verdigris.VerdigrisException}. The timestamp of each read is told to the verdict.
 *
 * @param <S> the type of the assertion itself
 * @param <A> what is asserted on
 */
public abstract class AbstractValidationAssert<S extends AbstractValidationAssert<S, A>, A>
    extends AbstractAssert<S, A> {
  private final Options options = new Options();

  /** For the assertion {@code selfType} on {@code actual}. */
  protected AbstractValidationAssert(A actual, Class<?> selfType) {
    super(actual, selfType);
  }

  /** Says in a failure message why the assertions that follow matter. */
  public S because(String why) {
    options.because(OptionProblems.text("because", why));
    return myself;
  }

  /** Says in a failure message who answers for the assertions that follow. */
  public S ownedBy(String owner) {
    options.owner(OptionProblems.text("ownedBy", owner));
    return myself;
  }

  /** Adds words to a failure message, for example to find all that concern one team. */
  public S tagged(String... tags) {
    for (String tag : tags) {
      options.tag(OptionProblems.text("tagged", tag));
    }
    return myself;
  }

  /**
   * Says what becomes of a failure: {@link Severity#WARN} shows it and goes on, and the test ends
   * with WARN.
   */
  public S onFailure(Severity severity) {
    options.severity(severity);
    return myself;
  }

  /**
   * Somebody takes a failure upon himself for a while: it is shown, and the test ends with WAIVED;
   * after the last day it blocks again.
   *
   * @param owner who answers for it; not blank
   * @param reason why it may fail; not blank
   * @param until the last day, in UTC, as {@code 2026-12-31}
   * @throws dev.verdigris.VerdigrisException VG-2302 or VG-2303 when one of them is none
   */
  public S waived(String owner, String reason, String until) {
    options.leniency(new Leniency(options.leniency().severity(), Waiver.of(owner, reason, until)));
    return myself;
  }

  /** Lets a relation without rows pass: otherwise an assertion on it is inconclusive. */
  public S allowingEmpty() {
    options.allowEmpty();
    return myself;
  }

  /**
   * How long a statement may take, and how long one waits for a relation that is not hydrated;
   * {@code timeouts.statement} unless it is said.
   */
  public S deadline(Duration deadline) {
    options.deadline(OptionProblems.positive("deadline", deadline));
    return myself;
  }

  /** Reads at the timestamp of a shared snapshot, which must have been taken for what is read. */
  public S atTimestampOf(SharedSnapshot snapshot) {
    options.snapshot(snapshot);
    return myself;
  }

  /**
   * Lets the assertions that follow become true within a time. Where a subscription serves, a
   * change is seen when it happens; otherwise they are made again and again.
   */
  public S eventually(Duration within) {
    options.timing(options.timing().within(within));
    return myself;
  }

  /** The assertions that follow must hold now and all the time until the duration is over. */
  public S always(Duration duration) {
    options.timing(Timing.ONCE.stable("always", duration));
    return myself;
  }

  /**
   * Once an assertion holds, it must go on to hold for a time without a break: what only flashes by
   * does not count. With {@link #eventually} a break starts the time again, as long as that lasts.
   */
  public S stableFor(Duration duration) {
    options.timing(options.timing().stable("stableFor", duration));
    return myself;
  }

  /** Goes on from another assertion: what was said there holds here, too. */
  S from(AbstractValidationAssert<?, ?> other) {
    options.take(other.options());
    Description given = other.info.description();
    return given == null ? myself : as(given);
  }

  /** What was said so far. */
  Options options() {
    return options;
  }

  /** Where the assertion reads; called when it does. */
  abstract Origin origin();

  /** Makes a check as the options say, and throws what it comes to. */
  S verify(Check check) {
    isNotNull();
    Origin origin = origin();
    Finding finding = new Course(check, options, origin).run();
    if (!finding.at().isEmpty()) {
      origin.findings().readAt(finding.at());
    }
    if (finding.holds()) {
      return myself;
    }
    String message = described(finding.message().get());
    AssertionError failure =
        finding.kind() == Finding.Kind.UNDECIDED
            ? new InconclusiveError(message)
            : new AssertionError(message);
    options.leniency().judge(failure, origin.findings(), LocalDate.now(ZoneOffset.UTC));
    return myself;
  }

  /** With the description that {@code as()} gave, if one was given. */
  private String described(String message) {
    Description given = info.description();
    return given == null ? message : "[" + given.value() + "]\n" + message;
  }
}
