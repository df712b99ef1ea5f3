package dev.verdigris.execute;

import dev.verdigris.catalog.CatalogId;
import dev.verdigris.catalog.CatalogReader;
import dev.verdigris.catalog.Snapshot;
import dev.verdigris.plan.DropStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a cleanup could not drop. It goes on with the rest, and says at its end what is left. */
final class Leftovers {
  private final List<Left> left = new ArrayList<>();

  /** One thing; without an id it is not known by anything but its name. */
  private record Left(DropStep step, Optional<CatalogId> id, SQLException cause) {
    String line() {
      return step.target().sql() + ": " + SqlStates.message(cause);
    }
  }

  /**
   * Remembers what the server did not drop.
   *
   * @param now the catalog by the steps before
   */
  void add(DropStep step, Snapshot now, SQLException cause) {
    left.add(new Left(step, step.id(now), cause));
  }

  /**
   * Forgets what is gone by now: another cleanup of the deployment drops the same things, or a
   * {@code DROP} of one that was killed came late.
   *
   * @return the steps that are done by that, in order
   */
  List<DropStep> forgetGone(Session session) throws SQLException {
    if (left.isEmpty()) {
      return List.of();
    }
    Set<CatalogId> standing =
        CatalogReader.standing(session, left.stream().flatMap(one -> one.id().stream()).toList());
    List<Left> gone =
        left.stream()
            .filter(one -> one.id().isPresent() && !standing.contains(one.id().get()))
            .toList();
    left.removeAll(gone);
    return gone.stream().map(Left::step).toList();
  }

  /** Throws VG-7553 where something is left. */
  void refuse(Failures failures) {
    if (left.isEmpty()) {
      return;
    }
    SQLException first = left.get(0).cause();
    left.stream().skip(1).map(Left::cause).forEach(first::addSuppressed);
    throw ExecutionProblems.leftovers(
            left.stream().map(Left::line).toList(), failures.state().get())
        .exception(first);
  }
}
