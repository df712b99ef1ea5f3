package dev.verdigris.junit;

/**
 * The orders of the built-in phases, for {@link org.junit.jupiter.api.Order} on phases of one's
 * own: {@code @Order(Phases.AWAIT + 50)} runs between await and validate. A phase of one's own that
 * has the order of a built-in one runs right after it.
 */
public final class Phases {
  /** Green's schemas and clusters are made from blue's. */
  public static final int INIT = 100;

  /** The models are created in green. */
  public static final int RUN = 200;

  /** Green is waited for until it is hydrated. */
  public static final int AWAIT = 300;

  /** The validation classes run. */
  public static final int VALIDATE = 400;

  /** Green and blue are swapped, the sinks cut over. */
  public static final int PROMOTE = 500;

  /** The smoke validations run on production; only where the deployment has some. */
  public static final int SMOKE = 550;

  /** The old environment is dropped, if the configuration does not keep it. */
  public static final int CLEANUP = 600;

  private Phases() {}
}
