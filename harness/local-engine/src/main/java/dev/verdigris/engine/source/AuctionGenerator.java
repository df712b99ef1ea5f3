package dev.verdigris.engine.source;

import java.time.Instant;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * An auction house: organizations, their users and accounts are there from the beginning; from then
 * on each tick brings an auction or a bid. An auction takes ten ticks, the first of which opens it;
 * each bid is higher than the one before, and nobody bids for what he sells.
 */
final class AuctionGenerator implements Generator {
  private static final int ORGANIZATIONS = 20;
  private static final int USERS = 100;
  private static final int TICKS = 10;
  private static final long BALANCE = 10_000;

  private static final List<String> FIRST_WORDS =
      List.of(
          "Amber",
          "Blue Heron",
          "Cobalt",
          "Dovetail",
          "Evergreen",
          "Foundry",
          "Granite",
          "Harbor",
          "Ironwood",
          "Juniper");
  private static final List<String> SECOND_WORDS = List.of("Trading", "Works");
  private static final List<String> GIVEN_NAMES =
      List.of("Ada", "Boris", "Chidi", "Dalia", "Emil", "Farah", "Greta", "Hugo", "Ines", "Jonas");
  private static final List<String> FAMILY_NAMES =
      List.of(
          "Abe", "Brandt", "Costa", "Dubois", "Eriksen", "Fischer", "Garcia", "Haddad", "Ivanova",
          "Jensen");
  private static final List<String> ITEMS =
      List.of(
          "Oak Writing Desk",
          "Brass Telescope",
          "Box of Old Maps",
          "Weekend in the Mountains",
          "Signed First Edition",
          "Hand-thrown Teapot",
          "Vintage Typewriter",
          "Cooking Class for Two",
          "Field Recorder",
          "Framed Woodcut",
          "Set of Chess Pieces",
          "Sailing Lesson");

  private final LongUnaryOperator times;

  AuctionGenerator(LongUnaryOperator times) {
    this.times = times;
  }

  @Override
  public void snapshot(String output, long tick, Rows rows) {
    switch (output) {
      case "organizations" -> {
        for (int id = 0; id < ORGANIZATIONS; id++) {
          int first = id % FIRST_WORDS.size();
          rows.insert(id, FIRST_WORDS.get(first) + " " + SECOND_WORDS.get(id / FIRST_WORDS.size()));
        }
      }
      case "users" -> {
        for (int id = 0; id < USERS; id++) {
          String given = GIVEN_NAMES.get(id % GIVEN_NAMES.size());
          String family = FAMILY_NAMES.get(id / GIVEN_NAMES.size());
          rows.insert(id, id % ORGANIZATIONS, given + " " + family);
        }
      }
      case "accounts" -> {
        for (int id = 0; id < ORGANIZATIONS; id++) {
          rows.insert(id, id, BALANCE);
        }
      }
      default -> {
        for (long each = 1; each <= tick; each++) {
          tick(output, each, rows);
        }
      }
    }
  }

  @Override
  public void tick(String output, long tick, Rows rows) {
    long auction = (tick - 1) / TICKS;
    int step = (int) ((tick - 1) % TICKS);
    if (output.equals("auctions") && step == 0) {
      long end = times.applyAsLong(tick + TICKS);
      rows.insert(auction, seller(auction), new Dice("item", auction).oneOf(ITEMS), time(end));
    } else if (output.equals("bids") && step > 0) {
      rows.insert(
          auction * TICKS + step - 1,
          buyer(auction, step),
          auction,
          amount(auction, step),
          time(times.applyAsLong(tick)));
    }
  }

  private static long seller(long auction) {
    return new Dice("seller", auction).between(0, USERS - 1);
  }

  private static long buyer(long auction, int step) {
    long other = new Dice("buyer", auction, step).between(1, USERS - 1);
    return (seller(auction) + other) % USERS;
  }

  private static long amount(long auction, int step) {
    long amount = new Dice("start", auction).between(10, 60);
    for (int bid = 2; bid <= step; bid++) {
      amount += new Dice("raise", auction, bid).between(1, 12);
    }
    return amount;
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
