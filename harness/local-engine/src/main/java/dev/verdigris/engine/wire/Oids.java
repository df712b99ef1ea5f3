package dev.verdigris.engine.wire;

import dev.verdigris.engine.query.SqlType;

/** The types that clients declare parameters with, by oid. */
final class Oids {
  private static final int UNKNOWN = 705;

  private Oids() {}

  /** The type of that oid; unknown for 0 and for what no parameter can be. */
  static SqlType type(int oid) {
    return switch (oid) {
      case 0, UNKNOWN -> SqlType.UNKNOWN;
      case 16 -> SqlType.BOOL;
      case 17 -> SqlType.scalar("bytea");
      case 18 -> SqlType.scalar("char");
      case 19 -> SqlType.scalar("name");
      case 20 -> SqlType.INT8;
      case 21 -> SqlType.INT2;
      case 23 -> SqlType.INT4;
      case 25 -> SqlType.TEXT;
      case 26 -> SqlType.scalar("oid");
      case 700 -> SqlType.FLOAT4;
      case 701 -> SqlType.FLOAT8;
      case 1042 -> SqlType.scalar("bpchar");
      case 1043 -> SqlType.scalar("varchar");
      case 1082 -> SqlType.DATE;
      case 1083 -> SqlType.scalar("time");
      case 1114 -> SqlType.TIMESTAMP;
      case 1184 -> SqlType.TIMESTAMPTZ;
      case 1186 -> SqlType.INTERVAL;
      case 1700 -> SqlType.NUMERIC;
      case 2950 -> SqlType.scalar("uuid");
      case 3802 -> SqlType.JSONB;
      case 16460 -> SqlType.scalar("uint2");
      case 16462 -> SqlType.scalar("uint4");
      case 16464 -> SqlType.scalar("uint8");
      case 16552 -> SqlType.MZ_TIMESTAMP;
      case 1000 -> SqlType.array(SqlType.BOOL);
      case 1005 -> SqlType.array(SqlType.INT2);
      case 1007 -> SqlType.array(SqlType.INT4);
      case 1009 -> SqlType.array(SqlType.TEXT);
      case 1015 -> SqlType.array(SqlType.scalar("varchar"));
      case 1016 -> SqlType.array(SqlType.INT8);
      case 1022 -> SqlType.array(SqlType.FLOAT8);
      case 1231 -> SqlType.array(SqlType.NUMERIC);
      default -> SqlType.UNKNOWN;
    };
  }
}
