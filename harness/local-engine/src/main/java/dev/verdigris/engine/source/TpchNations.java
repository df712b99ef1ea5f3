package dev.verdigris.engine.source;

import java.util.List;

/** The nations and regions that every TPC-H database has (clause 4.2.3 of its specification). */
final class TpchNations {
  static final List<String> REGIONS = List.of("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST");

  /** By their keys. */
  static final List<Nation> NATIONS =
      List.of(
          new Nation("ALGERIA", 0),
          new Nation("ARGENTINA", 1),
          new Nation("BRAZIL", 1),
          new Nation("CANADA", 1),
          new Nation("EGYPT", 4),
          new Nation("ETHIOPIA", 0),
          new Nation("FRANCE", 3),
          new Nation("GERMANY", 3),
          new Nation("INDIA", 2),
          new Nation("INDONESIA", 2),
          new Nation("IRAN", 4),
          new Nation("IRAQ", 4),
          new Nation("JAPAN", 2),
          new Nation("JORDAN", 4),
          new Nation("KENYA", 0),
          new Nation("MOROCCO", 0),
          new Nation("MOZAMBIQUE", 0),
          new Nation("PERU", 1),
          new Nation("CHINA", 2),
          new Nation("ROMANIA", 3),
          new Nation("SAUDI ARABIA", 4),
          new Nation("VIETNAM", 2),
          new Nation("RUSSIA", 3),
          new Nation("UNITED KINGDOM", 3),
          new Nation("UNITED STATES", 1));

  private TpchNations() {}

  /** A nation and the key of its region. */
  record Nation(String name, int region) {}
}
