package dev.verdigris.validations;

/** What can be asserted, by the numbers of the catalogue in docs/validations.md. */
enum CatalogueItem {
  OBJECTS(1),
  SCHEMA(2),
  CONSUMER_CONTRACT(3),
  ROW_COUNT(4),
  KEYED_DIFFERENCE(5),
  WHOLE_RELATION(6),
  KEYS(7),
  NULLS(8),
  VALUES(9),
  REFERENCES(10),
  RANGES(11),
  ROWS(12),
  AGGREGATES(13),
  FRESHNESS(14),
  LAG(15),
  HYDRATION(16),
  REPLICAS(17),
  READABLE(18),
  SOURCES_AND_SINKS(19),
  SINK_CONTRACT(20),
  CUTOVER_EFFECT(21),
  GRANTS(22),
  ISOLATION(23),
  CONFIGURATION(24),
  QUERIES(25),
  PLANS(26);

  private final int number;

  CatalogueItem(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
