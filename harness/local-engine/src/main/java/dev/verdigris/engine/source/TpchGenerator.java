package dev.verdigris.engine.source;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * TPC-H's tables, by the rules of its specification (clause 4.2.3) but for its texts: the keys,
 * numbers of rows, ranges, dates and what is computed from what are its own. A tick takes the next
 * order, in an order that visits each before any for the second time, and replaces it and its
 * lineitems by others with the same key.
 */
final class TpchGenerator implements Generator {
  private static final LocalDate FIRST_DAY = LocalDate.of(1992, 1, 1);
  private static final LocalDate TODAY = LocalDate.of(1995, 6, 17);

  /** The last day of orders is 151 days before the last day of 1998. */
  private static final long ORDER_DAYS = 2_405;

  private static final long STRIDE = 1_000_003;

  private final TpchScale scale;

  TpchGenerator(TpchScale scale) {
    this.scale = scale;
  }

  private record Line(
      long part,
      long supplier,
      long quantity,
      long cents,
      long discount,
      long tax,
      LocalDate shipped,
      LocalDate committed,
      LocalDate received,
      Dice dice) {

    boolean isOpen() {
      return shipped.isAfter(TODAY);
    }
  }

  @Override
  public void snapshot(String output, long tick, Rows rows) {
    switch (output) {
      case "region" -> {
        for (int key = 0; key < TpchNations.REGIONS.size(); key++) {
          rows.insert(key, TpchNations.REGIONS.get(key), comment("region", key));
        }
      }
      case "nation" -> {
        for (int key = 0; key < TpchNations.NATIONS.size(); key++) {
          TpchNations.Nation nation = TpchNations.NATIONS.get(key);
          rows.insert(key, nation.name(), nation.region(), comment("nation", key));
        }
      }
      case "supplier" -> each(scale.suppliers, key -> supplier(key, rows));
      case "customer" -> each(scale.customers, key -> customer(key, rows));
      case "part" -> each(scale.parts, key -> part(key, rows));
      case "partsupp" -> each(scale.parts, key -> partSuppliers(key, rows));
      default -> {
        long replaced = tick / scale.orders;
        boolean[] again = new boolean[(int) scale.orders];
        for (long done = 0; done < tick % scale.orders; done++) {
          again[(int) visited(done)] = true;
        }
        for (int index = 0; index < scale.orders; index++) {
          order(output, index, replaced + (again[index] ? 1 : 0), rows);
        }
      }
    }
  }

  @Override
  public void tick(String output, long tick, Rows rows) {
    if (output.equals("orders") || output.equals("lineitem")) {
      long index = visited((tick - 1) % scale.orders);
      rows.delete(orderKey(index));
      order(output, index, (tick - 1) / scale.orders + 1, rows);
    }
  }

  /** Which order the nth tick of a round takes: a walk that meets each once. */
  private long visited(long step) {
    return step * (scale.orders % STRIDE == 0 ? 1 : STRIDE) % scale.orders;
  }

  private static void each(long count, java.util.function.LongConsumer row) {
    for (long key = 1; key <= count; key++) {
      row.accept(key);
    }
  }

  private void supplier(long key, Rows rows) {
    Dice dice = new Dice("supplier", key);
    long nation = dice.between(0, TpchNations.NATIONS.size() - 1);
    rows.insert(
        key,
        numbered("Supplier", key),
        TpchWords.address(dice),
        nation,
        TpchWords.phone(nation, dice),
        money(dice.between(-99_999, 999_999)),
        TpchWords.comment(dice));
  }

  private void customer(long key, Rows rows) {
    Dice dice = new Dice("customer", key);
    long nation = dice.between(0, TpchNations.NATIONS.size() - 1);
    rows.insert(
        key,
        numbered("Customer", key),
        TpchWords.address(dice),
        nation,
        TpchWords.phone(nation, dice),
        money(dice.between(-99_999, 999_999)),
        dice.oneOf(TpchWords.SEGMENTS),
        TpchWords.comment(dice));
  }

  private void part(long key, Rows rows) {
    Dice dice = new Dice("part", key);
    long maker = dice.between(1, 5);
    rows.insert(
        key,
        TpchWords.partName(dice),
        "Manufacturer#" + maker,
        "Brand#" + maker + dice.between(1, 5),
        TpchWords.type(dice),
        dice.between(1, 50),
        TpchWords.container(dice),
        money(retailCents(key)),
        TpchWords.comment(dice));
  }

  private void partSuppliers(long part, Rows rows) {
    for (long supplier : suppliersOf(part)) {
      Dice dice = new Dice("partsupp", part, supplier);
      rows.insert(
          part,
          supplier,
          dice.between(1, 9_999),
          money(dice.between(100, 100_000)),
          TpchWords.comment(dice));
    }
  }

  /** A part's four suppliers; where two of the specification's are the same, the next one. */
  private List<Long> suppliersOf(long part) {
    long s = scale.suppliers;
    List<Long> suppliers = new ArrayList<>();
    for (long i = 0; i < Math.min(4, s); i++) {
      long supplier = (part + i * (s / 4 + (part - 1) / s)) % s + 1;
      while (suppliers.contains(supplier)) {
        supplier = supplier % s + 1;
      }
      suppliers.add(supplier);
    }
    return suppliers;
  }

  private static long retailCents(long part) {
    return 90_000 + part / 10 % 20_001 + 100 * (part % 1_000);
  }

  private void order(String output, long index, long version, Rows rows) {
    Dice dice = new Dice("order", index, version);
    long key = orderKey(index);
    LocalDate date = FIRST_DAY.plusDays(dice.between(0, ORDER_DAYS));
    List<Line> lines = new ArrayList<>();
    for (long number = dice.between(1, 7); number > 0; number--) {
      lines.add(line(index, version, number, date));
    }
    if (output.equals("lineitem")) {
      for (int i = 0; i < lines.size(); i++) {
        lineitem(key, i + 1, lines.get(i), rows);
      }
      return;
    }
    long open = lines.stream().filter(Line::isOpen).count();
    BigDecimal total = BigDecimal.ZERO;
    for (Line line : lines) {
      total =
          total.add(
              BigDecimal.valueOf(line.cents(), 2)
                  .multiply(BigDecimal.valueOf(100 - line.discount(), 2))
                  .multiply(BigDecimal.valueOf(100 + line.tax(), 2)));
    }
    rows.insert(
        key,
        buyer(dice),
        open == 0 ? "F" : open == lines.size() ? "O" : "P",
        total.setScale(2, java.math.RoundingMode.HALF_UP).toPlainString(),
        date,
        dice.oneOf(TpchWords.PRIORITIES),
        numbered("Clerk", dice.between(1, scale.clerks)),
        0,
        TpchWords.comment(dice));
  }

  /** Of 32 keys the first eight are used. */
  private static long orderKey(long index) {
    return index / 8 * 32 + index % 8 + 1;
  }

  /** Every third customer never buys anything. */
  private long buyer(Dice dice) {
    long customer = dice.between(1, scale.customers);
    return customer % 3 == 0 ? customer - 1 : customer;
  }

  private Line line(long order, long version, long number, LocalDate date) {
    Dice dice = new Dice("line", order, version, number);
    long part = dice.between(1, scale.parts);
    long quantity = dice.between(1, 50);
    LocalDate shipped = date.plusDays(dice.between(1, 121));
    return new Line(
        part,
        dice.oneOf(suppliersOf(part)),
        quantity,
        quantity * retailCents(part),
        dice.between(0, 10),
        dice.between(0, 8),
        shipped,
        date.plusDays(dice.between(30, 90)),
        shipped.plusDays(dice.between(1, 30)),
        dice);
  }

  private static void lineitem(long order, int number, Line line, Rows rows) {
    Dice dice = line.dice();
    rows.insert(
        order,
        line.part(),
        line.supplier(),
        number,
        line.quantity() + ".00",
        money(line.cents()),
        money(line.discount()),
        money(line.tax()),
        line.received().isAfter(TODAY) ? "N" : dice.between(0, 1) == 0 ? "R" : "A",
        line.isOpen() ? "O" : "F",
        line.shipped(),
        line.committed(),
        line.received(),
        dice.oneOf(TpchWords.INSTRUCTIONS),
        dice.oneOf(TpchWords.MODES),
        TpchWords.comment(dice));
  }

  private static String comment(String kind, long key) {
    return TpchWords.comment(new Dice(kind, key));
  }

  private static String numbered(String kind, long key) {
    return String.format("%s#%09d", kind, key);
  }

  private static String money(long cents) {
    return BigDecimal.valueOf(cents, 2).toPlainString();
  }
}
