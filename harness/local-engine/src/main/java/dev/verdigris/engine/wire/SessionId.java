package dev.verdigris.engine.wire;

import java.util.UUID;

/**
 * Who a session is.
 *
 * @param number unique in the engine; the process id that clients see
 * @param secret what a cancel request must know
 * @param uuid as catalogs show it
 * @param role the user that connected
 * @param internal whether it came by the port for the system's own users
 */
record SessionId(int number, int secret, UUID uuid, String role, boolean internal) {}
