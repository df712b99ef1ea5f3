"""What psycopg 3 asks of a server, checked against what Materialize answers. Prints TAP; argument: a port."""

import datetime
import decimal
import sys
import threading
import uuid

import psycopg
from psycopg.types.json import Jsonb

PORT = int(sys.argv[1])
CHECKS = []


def connect(**settings):
    settings.setdefault("autocommit", True)
    return psycopg.connect(
        host="127.0.0.1", port=PORT, user="materialize", dbname="materialize",
        options="--welcome_message=off", **settings)


def check(function):
    CHECKS.append(function)
    return function


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"{actual!r}, not {expected!r}")


def fails(action, sqlstate, message, position=None):
    try:
        result = action()
    except psycopg.Error as error:
        equal(error.sqlstate, sqlstate)
        if message not in str(error):
            raise AssertionError(f"{error}, not {message}") from error
        equal(error.diag.statement_position, position)
        return
    raise AssertionError(f"no error but {result!r}")


def value(connection, expression, parameters=None, binary=False):
    cursor = connection.cursor(binary=binary)
    cursor.execute("SELECT " + expression, parameters)
    return cursor.fetchone()[0]


UTC = datetime.timezone.utc
VALUES = [
    ("1::int2", 21, 1),
    ("1::int4", 23, 1),
    ("1::int8", 20, 1),
    ("1.5::float4", 700, 1.5),
    ("-1.5::float8", 701, -1.5),
    ("'NaN'::float8::text", 25, "NaN"),
    ("-12345678901234567890.0123::numeric", 1700, decimal.Decimal("-12345678901234567890.0123")),
    ("'it''s'::text", 25, "it's"),
    ("'x'::char(3)", 1042, "x  "),
    ("true", 16, True),
    ("NULL::int", 23, None),
    ("'\\x00ff'::bytea", 17, b"\x00\xff"),
    ("'2001-02-03'::date", 1082, datetime.date(2001, 2, 3)),
    ("'04:05:06.5'::time", 1083, datetime.time(4, 5, 6, 500000)),
    ("'1999-12-31 23:59:59.25'::timestamp", 1114, datetime.datetime(1999, 12, 31, 23, 59, 59, 250000)),
    ("'2001-02-03 04:05:06+02'::timestamptz", 1184, datetime.datetime(2001, 2, 3, 2, 5, 6, tzinfo=UTC)),
    ("'-1 day 02:03:04.5'::interval", 1186, datetime.timedelta(days=-1, seconds=7384.5)),
    ("'{\"a\": [1, null]}'::jsonb", 3802, {"a": [1, None]}),
    ("'00000000-0000-0000-0000-00000000000a'::uuid", 2950, uuid.UUID(int=10)),
    ("ARRAY['a', NULL, 'b,c']", 1009, ["a", None, "b,c"]),
    ("ARRAY[]::int[]", 1007, []),
    ("'[1,10)'::int4range", 3904, psycopg.types.range.Range(1, 10, "[)")),
    ("1::oid", 26, 1),
]


@check
def values_have_their_types_in_text_and_in_binary():
    with connect() as c:
        for binary in (False, True):
            for expression, oid, expected in VALUES:
                cursor = c.cursor(binary=binary)
                cursor.execute("SELECT " + expression + " AS v")
                equal((expression, cursor.description[0].type_code), (expression, oid))
                equal((expression, cursor.fetchone()[0]), (expression, expected))


@check
def lists_and_maps_have_no_binary_form():
    with connect() as c:
        equal(value(c, "LIST[1, 2]"), "{1,2}")
        equal(value(c, "'{a=>1}'::map[text=>int]"), "{a=>1}")
        fails(lambda: value(c, "LIST[1]", binary=True), "08P01", "binary encoding of list types is not implemented")
        fails(lambda: value(c, "'{a=>1}'::map[text=>int]", binary=True), "08P01", "binary encoding of map types is not implemented")


@check
def parameters_arrive_in_text_and_in_binary():
    given = [
        7, 1 << 40, decimal.Decimal("1.25"), "text", True, b"\x01", datetime.date(2001, 2, 3),
        datetime.datetime(2001, 2, 3, 4, 5, 6), datetime.timedelta(days=40, seconds=5), uuid.UUID(int=3)]
    with connect() as c:
        for mark in ("%t", "%b"):
            for one in given:
                equal(value(c, mark, (one,)), one)
        equal(value(c, "%s::jsonb", (Jsonb({"a": 1}),)), {"a": 1})
        equal(value(c, "%s::text", (None,)), None)


@check
def arrays_are_taken_as_text_only():
    with connect() as c:
        equal(value(c, "%t", ([1, 2, 3],)), [1, 2, 3])
        fails(lambda: value(c, "%b", ([1, 2, 3],)), "22023", "input of array types is not implemented")


@check
def errors_have_sqlstate_and_position():
    with connect() as c:
        fails(lambda: c.execute("SELECT * FROM nowhere"), "XX000", "unknown catalog item 'nowhere'")
        fails(lambda: c.execute("SELECT 1 FRM x"), "42601", "Expected end of statement", "14")
        fails(lambda: c.execute("SELECT 1 / %s", (0,)), "XX000", "division by zero")
        fails(lambda: c.execute("LISTEN x"), "42601", "Expected a keyword at the beginning of a statement", "1")
        fails(lambda: c.execute("SAVEPOINT x"), "42601", "Expected a keyword at the beginning of a statement", "1")
        equal(value(c, "1"), 1)


@check
def an_error_ends_a_transaction_until_it_is_rolled_back():
    with connect(autocommit=False) as c:
        c.execute("SELECT 1")
        equal(c.info.transaction_status, psycopg.pq.TransactionStatus.INTRANS)
        fails(lambda: c.execute("SELECT 1 / 0"), "XX000", "division by zero")
        equal(c.info.transaction_status, psycopg.pq.TransactionStatus.INERROR)
        fails(lambda: c.execute("SELECT 1"), "25P02", "current transaction is aborted")
        c.rollback()
        equal(value(c, "2"), 2)


@check
def a_pipeline_answers_in_order():
    with connect() as c, c.pipeline():
        cursors = [c.execute("SELECT %s::int", (i,)) for i in range(50)]
        equal([cursor.fetchone()[0] for cursor in cursors], list(range(50)))


@check
def a_pipeline_stops_at_its_error_and_goes_on_after_the_sync():
    with connect() as c:
        c.execute("CREATE TABLE py_pipe (a int)")

        def pipe():
            with c.pipeline() as p:
                c.execute("INSERT INTO py_pipe VALUES (1)")
                c.execute("INSERT INTO py_nowhere VALUES (2)")
                c.execute("INSERT INTO py_pipe VALUES (2)")
                p.sync()

        fails(pipe, "XX000", "unknown catalog item 'py_nowhere'")
        equal(value(c, "count(*) FROM py_pipe"), 0)
        with c.pipeline() as p:
            c.execute("INSERT INTO py_pipe VALUES (3)")
            p.sync()
            after = c.execute("SELECT count(*) FROM py_pipe")
            equal(after.fetchone()[0], 1)
        c.execute("DROP TABLE py_pipe")


@check
def a_definition_in_a_pipeline_is_refused_without_a_hang():
    with connect() as c:

        def pipe():
            with c.pipeline():
                c.execute("SELECT 1")
                c.execute("CREATE TABLE py_never (a int)").fetchall()

        fails(pipe, "25001", "cannot be run inside a transaction block")
        equal(value(c, "count(*) FROM mz_tables WHERE name = 'py_never'"), 0)


@check
def copy_goes_both_ways():
    with connect() as c:
        c.execute("CREATE TABLE py_copy (a int, b text)")
        cursor = c.cursor()
        with cursor.copy("COPY py_copy FROM STDIN") as copy:
            for row in [(1, "x"), (2, None), (3, "tab\tand\nline")]:
                copy.write_row(row)
        equal(cursor.rowcount, 3)
        with c.cursor().copy("COPY (SELECT * FROM py_copy ORDER BY a) TO STDOUT") as copy:
            equal(list(copy.rows()), [("1", "x"), ("2", None), ("3", "tab\tand\nline")])

        def wrong():
            with c.cursor().copy("COPY py_copy FROM STDIN") as copy:
                copy.write("not a number\tx\n")

        fails(wrong, "XX000", "invalid input syntax for type integer")
        equal(value(c, "count(*) FROM py_copy"), 3)
        c.execute("DROP TABLE py_copy")


@check
def many_rows_are_inserted_and_counted():
    with connect() as c:
        c.execute("CREATE TABLE py_many (a int)")
        cursor = c.cursor()
        cursor.executemany("INSERT INTO py_many VALUES (%s)", [(i,) for i in range(20)])
        equal(cursor.rowcount, 20)
        equal(value(c, "sum(a)::int FROM py_many"), 190)
        c.execute("DROP TABLE py_many")


@check
def a_server_cursor_gives_portions():
    with connect() as c, c.transaction():
        with c.cursor("portions") as cursor:
            cursor.itersize = 7
            cursor.execute("SELECT * FROM generate_series(1, 30) ORDER BY 1")
            equal([row[0] for row in cursor], list(range(1, 31)))


@check
def a_subscription_is_read_by_cursor_by_stream_and_by_copy():
    with connect() as c, connect() as other:
        c.execute("CREATE TABLE py_sub (a int)")
        c.execute("INSERT INTO py_sub VALUES (1)")
        with c.transaction():
            c.execute("DECLARE s CURSOR FOR SUBSCRIBE py_sub")
            equal([row[1:] for row in c.execute("FETCH 1 s")], [(1, 1)])
            other.execute("INSERT INTO py_sub VALUES (2)")
            equal([row[1:] for row in c.execute("FETCH 1 s WITH (timeout = '20s')")], [(1, 2)])
        streaming = connect()
        rows = streaming.cursor().stream("SUBSCRIBE py_sub")
        first = next(rows)
        equal((type(first[0]), first[1]), (decimal.Decimal, 1))
        streaming.cancel()
        fails(lambda: list(rows), "57014", "canceling statement due to user request")
        equal(value(streaming, "1"), 1)
        streaming.close()

        def copied():
            with c.cursor().copy("COPY (SUBSCRIBE py_sub WITH (SNAPSHOT = false)) TO STDOUT") as copy:
                other.execute("DELETE FROM py_sub WHERE a = 1")
                for row in copy.rows():
                    equal(row[1:], ("-1", "1"))
                    c.cancel()

        fails(copied, "57014", "canceling statement due to user request")
        c.execute("DROP TABLE py_sub")


@check
def cancel_and_timeout_end_a_statement():
    slow = "SELECT count(*) FROM generate_series(1, 20000) a, generate_series(1, 20000) b WHERE a + b = -7"
    with connect() as c:
        timer = threading.Timer(0.5, c.cancel)
        timer.start()
        fails(lambda: c.execute(slow), "57014", "canceling statement due to user request")
        timer.join()
        c.execute("SET statement_timeout = '300ms'")
        fails(lambda: c.execute(slow), "57014", "canceling statement due to statement timeout")


@check
def a_prepared_statement_lives_through_a_swap_only_if_its_columns_do():
    with connect() as c, connect() as other:
        for schema, columns in (("py_a", "x int"), ("py_b", "x int"), ("py_c", "x int, y int")):
            c.execute(f"CREATE SCHEMA {schema}")
            c.execute(f"CREATE TABLE {schema}.t ({columns})")
        c.execute("INSERT INTO py_b.t VALUES (2)")
        read = "SELECT * FROM py_a.t"
        equal(c.execute(read, prepare=True).fetchall(), [])
        other.execute("ALTER SCHEMA py_a SWAP WITH py_b")
        equal(c.execute(read, prepare=True).fetchall(), [(2,)])
        other.execute("ALTER SCHEMA py_a SWAP WITH py_c")
        fails(lambda: c.execute(read, prepare=True), "0A000", "cached plan must not change result type")
        for schema in ("py_a", "py_b", "py_c"):
            other.execute(f"DROP SCHEMA {schema} CASCADE")


@check
def the_connection_tells_of_the_server():
    with connect(application_name="checks") as c:
        equal(c.info.server_version, 90500)
        equal(c.info.parameter_status("TimeZone"), "UTC")
        equal(c.info.parameter_status("mz_version") is not None, True)
        equal(c.info.parameter_status("application_name"), "checks")
        notices = []
        c.add_notice_handler(lambda notice: notices.append((notice.severity, notice.sqlstate, notice.message_primary)))
        c.execute("DROP TABLE IF EXISTS py_nowhere")
        equal(notices, [("NOTICE", "42704", 'TABLE "py_nowhere" does not exist, skipping')])


def main():
    for number, one in enumerate(CHECKS, 1):
        name = one.__name__.replace("_", " ")
        try:
            one()
            print(f"ok {number} {name}", flush=True)
        except Exception as error:  # whatever it is, it is this check's failure
            text = f"{type(error).__name__}: {error}".replace("\n", " | ")
            print(f"not ok {number} {name} # {text}", flush=True)
    print(f"1..{len(CHECKS)}")
    print("# psycopg " + psycopg.__version__)


main()
