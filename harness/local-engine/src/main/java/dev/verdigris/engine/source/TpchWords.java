package dev.verdigris.engine.source;

import java.util.ArrayList;
import java.util.List;

/** The values that TPC-H's specification lists (clause 4.2.2.13), and texts made of plain words. */
final class TpchWords {
  static final List<String> SEGMENTS =
      List.of("AUTOMOBILE", "BUILDING", "FURNITURE", "HOUSEHOLD", "MACHINERY");
  static final List<String> PRIORITIES =
      List.of("1-URGENT", "2-HIGH", "3-MEDIUM", "4-NOT SPECIFIED", "5-LOW");
  static final List<String> INSTRUCTIONS =
      List.of("COLLECT COD", "DELIVER IN PERSON", "NONE", "TAKE BACK RETURN");
  static final List<String> MODES =
      List.of("AIR", "FOB", "MAIL", "RAIL", "REG AIR", "SHIP", "TRUCK");

  private static final List<String> TYPES =
      List.of("ECONOMY", "LARGE", "MEDIUM", "PROMO", "SMALL", "STANDARD");
  private static final List<String> FINISHES =
      List.of("ANODIZED", "BRUSHED", "BURNISHED", "PLATED", "POLISHED");
  private static final List<String> METALS = List.of("BRASS", "COPPER", "NICKEL", "STEEL", "TIN");
  private static final List<String> SIZES = List.of("JUMBO", "LG", "MED", "SM", "WRAP");
  private static final List<String> BOXES =
      List.of("BAG", "BOX", "CAN", "CASE", "DRUM", "JAR", "PACK", "PKG");
  private static final List<String> COLORS =
      List.of(
          """
          almond antique aquamarine azure beige bisque black blanched blue blush brown
          burlywood burnished chartreuse chiffon chocolate coral cornflower cornsilk cream
          cyan dark deep dim dodger drab firebrick floral forest frosted gainsboro ghost
          goldenrod green grey honeydew hot indian ivory khaki lace lavender lawn lemon
          light lime linen magenta maroon medium metallic midnight mint misty moccasin
          navajo navy olive orange orchid pale papaya peach peru pink plum powder puff
          purple red rose rosy royal saddle salmon sandy seashell sienna sky slate smoke
          snow spring steel tan thistle tomato turquoise violet wheat white yellow
          """
              .strip()
              .split("\\s+"));
  private static final List<String> SUBJECTS =
      List.of(
          "parcels",
          "ledgers",
          "pallets",
          "requests",
          "drivers",
          "invoices",
          "samples",
          "schedules");
  private static final List<String> VERBS =
      List.of("wait", "arrive", "move", "rest", "leave", "return", "gather", "circulate");
  private static final List<String> ADVERBS =
      List.of("slowly", "early", "twice", "together", "by night", "on time", "quietly", "in turn");

  private TpchWords() {}

  static String type(Dice dice) {
    return dice.oneOf(TYPES) + " " + dice.oneOf(FINISHES) + " " + dice.oneOf(METALS);
  }

  static String container(Dice dice) {
    return dice.oneOf(SIZES) + " " + dice.oneOf(BOXES);
  }

  /** Five different colors. */
  static String partName(Dice dice) {
    List<String> left = new ArrayList<>(COLORS);
    List<String> name = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      name.add(left.remove((int) dice.between(0, left.size() - 1)));
    }
    return String.join(" ", name);
  }

  static String comment(Dice dice) {
    return dice.oneOf(SUBJECTS) + " " + dice.oneOf(VERBS) + " " + dice.oneOf(ADVERBS);
  }

  /** Letters and digits, as the specification's random strings are. */
  static String address(Dice dice) {
    StringBuilder text = new StringBuilder();
    long length = dice.between(10, 40);
    for (int i = 0; i < length; i++) {
      long letter = dice.between(0, 35);
      text.append((char) (letter < 10 ? '0' + letter : 'a' + letter - 10));
    }
    return text.toString();
  }

  static String phone(long nation, Dice dice) {
    return String.format(
        "%d-%03d-%03d-%04d",
        nation + 10, dice.between(100, 999), dice.between(100, 999), dice.between(1000, 9999));
  }
}
