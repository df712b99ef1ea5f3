package dev.verdigris.engine.catalog;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** A right that can be granted; in the order in which an {@code mz_aclitem} lists them. */
public enum Privilege {
  /** {@code a}. */
  INSERT('a'),
  /** {@code r}. */
  SELECT('r'),
  /** {@code w}. */
  UPDATE('w'),
  /** {@code d}. */
  DELETE('d'),
  /** {@code U}. */
  USAGE('U'),
  /** {@code C}. */
  CREATE('C'),
  /** {@code R}. */
  CREATEROLE('R'),
  /** {@code B}. */
  CREATEDB('B'),
  /** {@code N}. */
  CREATECLUSTER('N'),
  /** {@code P}. */
  CREATENETWORKPOLICY('P');

  private final char letter;

  Privilege(char letter) {
    this.letter = letter;
  }

  /** Its letter in an {@code mz_aclitem}. */
  public char letter() {
    return letter;
  }

  /** All that there are on objects of a kind; what their owner has, and what {@code ALL} means. */
  public static Set<Privilege> allOn(ObjectType kind) {
    return switch (kind) {
      case TABLE -> EnumSet.of(INSERT, SELECT, UPDATE, DELETE);
      case SOURCE, VIEW, MATERIALIZED_VIEW -> EnumSet.of(SELECT);
      case TYPE, SECRET, CONNECTION -> EnumSet.of(USAGE);
      case DATABASE, SCHEMA, CLUSTER -> EnumSet.of(USAGE, CREATE);
      case SYSTEM -> EnumSet.of(CREATEROLE, CREATEDB, CREATECLUSTER, CREATENETWORKPOLICY);
      case INDEX, SINK, FUNCTION, CLUSTER_REPLICA, ROLE -> EnumSet.noneOf(Privilege.class);
    };
  }

  /** The letters of some, in order. */
  static String letters(Collection<Privilege> privileges) {
    StringBuilder text = new StringBuilder();
    for (Privilege privilege : values()) {
      if (privileges.contains(privilege)) {
        text.append(privilege.letter);
      }
    }
    return text.toString();
  }

  /** The privileges with those letters. */
  static Set<Privilege> ofLetters(String letters) {
    EnumSet<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    for (Privilege privilege : values()) {
      if (letters.indexOf(privilege.letter) >= 0) {
        privileges.add(privilege);
      }
    }
    return privileges;
  }
}
