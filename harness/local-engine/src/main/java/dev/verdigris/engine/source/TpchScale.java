package dev.verdigris.engine.source;

import java.math.BigDecimal;

/** How many rows TPC-H's tables have: its specification's numbers, times the scale factor. */
final class TpchScale {
  final long suppliers;
  final long parts;
  final long customers;
  final long orders;
  final long clerks;

  TpchScale(String factor) {
    suppliers = scaled(10_000, factor);
    parts = scaled(200_000, factor);
    customers = scaled(150_000, factor);
    orders = scaled(1_500_000, factor);
    clerks = scaled(1_000, factor);
  }

  private static long scaled(long rows, String factor) {
    return Math.max(1, new BigDecimal(factor).multiply(BigDecimal.valueOf(rows)).longValue());
  }
}
