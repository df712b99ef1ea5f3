package dev.verdigris.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.verdigris.engine.catalog.ItemFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorTests {
  private static final long START = 1_700_000_000_000L;

  /** An output's rows, kept as PostgreSQL would keep them. */
  private static final class Kept implements Generator.Rows {
    final List<List<String>> rows = new ArrayList<>();

    @Override
    public void insert(Object... values) {
      rows.add(Arrays.stream(values).map(Object::toString).toList());
    }

    @Override
    public void delete(long first) {
      rows.removeIf(row -> row.get(0).equals(String.valueOf(first)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "COUNTER, , counter, 40",
    "COUNTER, 3, counter, 40",
    "AUCTION, , organizations, 40",
    "AUCTION, , users, 40",
    "AUCTION, , accounts, 40",
    "AUCTION, , auctions, 45",
    "AUCTION, , bids, 45",
    "TPCH, 0.00002, orders, 70",
    "TPCH, 0.00002, lineitem, 70",
    "TPCH, 0.0001, supplier, 3",
    "TPCH, 0.0001, partsupp, 3",
    "TPCH, 0.0001, part, 3",
    "TPCH, 0.0001, customer, 3"
  })
  void aTableThatIsMadeLateHasTheRowsOfOneThatWasThereAllTheTime(
      String generator, @Nullable String number, String output, long ticks) {
    Generator early = generator(generator, number);
    Kept grown = new Kept();
    early.snapshot(output, 0, grown);
    for (long tick = 1; tick <= ticks; tick++) {
      early.tick(output, tick, grown);
      Kept late = new Kept();
      generator(generator, number).snapshot(output, tick, late);
      assertThat(late.rows).as("after %d ticks", tick).hasSameElementsAs(grown.rows);
      assertThat(late.rows).hasSameSizeAs(grown.rows);
    }
  }

  @Test
  void eachTickOfAnAuctionHouseBringsAnAuctionOrAHigherBidOfSomebodyElse() {
    Map<String, List<String>> auctions =
        rows("AUCTION", null, "auctions", 200).stream()
            .collect(Collectors.toMap(row -> row.get(0), row -> row));
    List<List<String>> bids = rows("AUCTION", null, "bids", 200);

    assertThat(auctions.size() + bids.size()).isEqualTo(200);
    assertThat(bids.stream().map(row -> row.get(0))).doesNotHaveDuplicates();
    Map<String, Long> highest = new HashMap<>();
    for (List<String> bid : bids) {
      List<String> auction = Objects.requireNonNull(auctions.get(bid.get(2)));
      assertThat(bid.get(1)).isNotEqualTo(auction.get(1));
      assertThat(bid.get(4)).isLessThan(auction.get(3));
      long amount = Long.parseLong(bid.get(3));
      assertThat(amount).isGreaterThan(highest.getOrDefault(bid.get(2), 0L));
      highest.put(bid.get(2), amount);
    }
  }

  @Test
  void theUsersAndAccountsOfAnAuctionHouseBelongToItsOrganizations() {
    Set<String> organizations = firsts("AUCTION", null, "organizations");
    Set<String> users = firsts("AUCTION", null, "users");
    assertThat(rows("AUCTION", null, "users", 0)).allMatch(u -> organizations.contains(u.get(1)));
    assertThat(rows("AUCTION", null, "accounts", 0))
        .allMatch(a -> organizations.contains(a.get(1)));
    assertThat(rows("AUCTION", null, "auctions", 500)).allMatch(a -> users.contains(a.get(1)));
    assertThat(rows("AUCTION", null, "bids", 500)).allMatch(b -> users.contains(b.get(1)));
  }

  @Test
  void tpchHasTheNumbersOfRowsOfItsSpecification() {
    assertThat(rows("TPCH", "0.001", "region", 0)).hasSize(5);
    assertThat(rows("TPCH", "0.001", "nation", 0)).hasSize(25);
    assertThat(rows("TPCH", "0.001", "supplier", 0)).hasSize(10);
    assertThat(rows("TPCH", "0.001", "customer", 0)).hasSize(150);
    assertThat(rows("TPCH", "0.001", "part", 0)).hasSize(200);
    assertThat(rows("TPCH", "0.001", "partsupp", 0)).hasSize(800);
    assertThat(rows("TPCH", "0.001", "orders", 0)).hasSize(1500);
    assertThat(rows("TPCH", "0.001", "lineitem", 0).size())
        .isBetween(4 * 1500 - 300, 4 * 1500 + 300);
  }

  @Test
  void tpchRowsFitEachOther() {
    Set<String> customers = firsts("TPCH", "0.001", "customer");
    Set<String> supplied = new HashSet<>();
    rows("TPCH", "0.001", "partsupp", 0).forEach(ps -> supplied.add(ps.get(0) + "/" + ps.get(1)));
    assertThat(supplied).hasSize(800);
    Map<String, List<List<String>>> lines =
        rows("TPCH", "0.001", "lineitem", 0).stream().collect(Collectors.groupingBy(l -> l.get(0)));
    for (List<String> order : rows("TPCH", "0.001", "orders", 0)) {
      assertThat(customers).contains(order.get(1));
      assertThat(Long.parseLong(order.get(1)) % 3).isNotZero();
      double total = 0;
      Set<String> statuses = new HashSet<>();
      for (List<String> line : lines.getOrDefault(order.get(0), List.of())) {
        assertThat(supplied).contains(line.get(1) + "/" + line.get(2));
        assertThat(line.get(10)).isGreaterThan(order.get(4));
        assertThat(line.get(12)).isGreaterThan(line.get(10));
        total +=
            Double.parseDouble(line.get(5))
                * (1 - Double.parseDouble(line.get(6)))
                * (1 + Double.parseDouble(line.get(7)));
        statuses.add(line.get(9));
      }
      assertThat(Double.parseDouble(order.get(3)))
          .isCloseTo(total, org.assertj.core.data.Offset.offset(0.01));
      assertThat(order.get(2)).isEqualTo(statuses.size() == 2 ? "P" : statuses.iterator().next());
    }
  }

  private static Set<String> firsts(String generator, @Nullable String number, String output) {
    return rows(generator, number, output, 0).stream()
        .map(row -> row.get(0))
        .collect(Collectors.toSet());
  }

  private static List<List<String>> rows(
      String generator, @Nullable String number, String output, long tick) {
    Kept kept = new Kept();
    generator(generator, number).snapshot(output, tick, kept);
    return kept.rows;
  }

  private static Generator generator(String name, @Nullable String number) {
    return Generator.of(
        new ItemFacts.LoadGenerator(name, 1_000_000L, 0, null, number, null),
        tick -> START + tick * 1_000);
  }
}
