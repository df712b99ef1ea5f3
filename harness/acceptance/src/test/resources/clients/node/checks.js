// What node's pg asks of a server, checked against what Materialize answers. Prints TAP; argument: a port.
'use strict';
const assert = require('node:assert/strict');
const net = require('node:net');
const { Readable, Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const { Client, Pool } = require('pg');
const Cursor = require('pg-cursor');
const { from: copyFrom, to: copyTo } = require('pg-copy-streams');

const settings = {
  host: '127.0.0.1', port: Number(process.argv[2]), user: 'materialize', database: 'materialize',
  options: '--welcome_message=off',
};
const SLOW = 'SELECT count(*) FROM generate_series(1, 20000) a, generate_series(1, 20000) b WHERE a + b = -7';
const PATIENCE = 30_000;

async function using(action, further = {}) {
  const client = new Client({ ...settings, ...further });
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}

// The protocol's own request, which pg has no public call for.
function cancel(client) {
  const request = Buffer.alloc(16);
  request.writeInt32BE(16, 0);
  request.writeInt32BE(80877102, 4);
  request.writeInt32BE(client.processID, 8);
  request.writeInt32BE(client.secretKey, 12);
  net.connect(settings.port, settings.host, function send() { this.end(request); });
}

async function fails(promise, code, message, position) {
  const error = await promise.then((result) => assert.fail(`no error but ${JSON.stringify(result.rows)}`), (e) => e);
  assert.deepEqual([error.code, error.position], [code, position]);
  assert.ok(error.message.includes(message), error.message);
}

const checks = {
  'values have their types': () => using(async (c) => {
    const result = await c.query(`SELECT 1::int2 a, 2::int8 b, 1.5::float8 c, 1.50::numeric d, 'x' e, true f, '\\x00ff'::bytea g,
      '2001-02-03 04:05:06+00'::timestamptz h, '1 day 02:03:04'::interval i, '{"a": [1]}'::jsonb j, ARRAY[1, NULL] k, LIST[1, 2] l, NULL m, 7::uint8 n`);
    const row = result.rows[0];
    assert.deepEqual(result.fields.map((f) => f.dataTypeID), [21, 20, 701, 1700, 25, 16, 17, 1184, 1186, 3802, 1007, 16384, 25, 16464]);
    assert.deepEqual([row.a, row.b, row.c, row.d, row.e, row.f], [1, '2', 1.5, '1.5', 'x', true]);
    assert.deepEqual(row.g, Buffer.from([0, 255]));
    assert.equal(row.h.toISOString(), '2001-02-03T04:05:06.000Z');
    assert.deepEqual({ ...row.i }, { days: 1, hours: 2, minutes: 3, seconds: 4 });
    assert.deepEqual([row.j, row.k, row.l, row.m, row.n], [{ a: [1] }, [1, null], '{1,2}', null, '7']);
    assert.deepEqual([result.command, result.rowCount], ['SELECT', 1]);
  }),

  'parameters arrive': () => using(async (c) => {
    const { rows } = await c.query('SELECT $1::int + 1 AS a, $2::text AS b, $3::jsonb AS c, $4::bool AS d, $5::timestamptz AS e, 2 = ANY ($6::int[]) AS f',
      [1, 'x', { a: 1 }, true, new Date(0), [1, 2]]);
    assert.deepEqual(rows, [{ a: 2, b: 'x', c: { a: 1 }, d: true, e: new Date(0), f: true }]);
    const binary = await c.query({ text: 'SELECT $1::int8 AS a, true AS b, NULL::int AS c', values: [5], binary: true });
    assert.deepEqual(binary.rows, [{ a: '5', b: true, c: null }]);
  }),

  'queries wait in their queue, and an error fails only its own': () => using(async (c) => {
    const all = ['SELECT 1 AS v', 'SELECT 1 / 0 AS v', 'SELEC', 'SELECT 4 AS v'].map((sql) => c.query(sql));
    const ended = await Promise.allSettled(all);
    assert.deepEqual(ended.map((one) => (one.status === 'fulfilled' ? one.value.rows[0].v : one.reason.code)), [1, 'XX000', '42601', 4]);
  }),

  'several statements in one message give several results': () => using(async (c) => {
    const results = await c.query('SELECT 1 AS v; SELECT 2 AS v');
    assert.deepEqual(results.map((one) => one.rows[0].v), [1, 2]);
    await fails(c.query('SELECT $1::int; SELECT 2', [1]), 'XX000', 'cannot insert multiple commands into a prepared statement');
  }),

  'errors have SQLSTATE and position': () => using(async (c) => {
    await fails(c.query('SELECT * FROM nowhere'), 'XX000', "unknown catalog item 'nowhere'");
    await fails(c.query('SELECT 1 FRM x'), '42601', 'Expected end of statement', '14');
    await fails(c.query('LISTEN x'), '42601', 'Expected a keyword at the beginning of a statement', '1');
    await c.query('BEGIN');
    await fails(c.query('SELECT 1 / 0'), 'XX000', 'division by zero');
    await fails(c.query('SELECT 1'), '25P02', 'current transaction is aborted');
    await c.query('ROLLBACK');
    assert.equal((await c.query('SELECT 1 AS v')).rows[0].v, 1);
  }),

  'tags tell what was done': () => using(async (c) => {
    const tag = async (sql, values) => {
      const { command, rowCount } = await c.query(sql, values);
      return [command, rowCount];
    };
    assert.deepEqual(await tag('CREATE TABLE js_tags (a int, b text)'), ['CREATE', null]);
    assert.deepEqual(await tag("INSERT INTO js_tags VALUES ($1, 'x'), (2, NULL)", [1]), ['INSERT', 2]);
    assert.deepEqual(await tag("UPDATE js_tags SET b = 'y'"), ['UPDATE', 2]);
    assert.deepEqual(await tag('DELETE FROM js_tags WHERE a = $1', [1]), ['DELETE', 1]);
    assert.deepEqual(await tag('DROP TABLE js_tags'), ['DROP', null]);
  }),

  'copy goes both ways': () => using(async (c) => {
    await c.query('CREATE TABLE js_copy (a int, b text)');
    const into = c.query(copyFrom('COPY js_copy FROM STDIN'));
    await pipeline(Readable.from(['1\tx\n2\t', '\\N\n']), into);
    assert.equal(into.rowCount, 2);
    let out = '';
    await pipeline(c.query(copyTo('COPY (SELECT * FROM js_copy ORDER BY a) TO STDOUT')), new Writable({
      write(chunk, encoding, done) { out += chunk; done(); },
    }));
    assert.equal(out, '1\tx\n2\t\\N\n');
    const wrong = c.query(copyFrom('COPY js_copy FROM STDIN'));
    await fails(pipeline(Readable.from(['x\tx\n']), wrong), 'XX000', 'invalid input syntax for type integer');
    assert.equal((await c.query('SELECT count(*) AS n FROM js_copy')).rows[0].n, '2');
    await c.query('DROP TABLE js_copy');
  }),

  'a cursor gives portions': () => using(async (c) => {
    const cursor = c.query(new Cursor('SELECT * FROM generate_series(1, $1::int) AS n ORDER BY n', [5]));
    const numbers = async (count) => (await cursor.read(count)).map((row) => row.n);
    assert.deepEqual([await numbers(2), await numbers(2), await numbers(2), await numbers(2)], [[1, 2], [3, 4], [5], []]);
    await cursor.close();
    assert.equal((await c.query('SELECT 1 AS v')).rows[0].v, 1);
  }),

  'a subscription is read by FETCH and in portions': () => using(async (c) => {
    await c.query('CREATE TABLE js_sub (a int)');
    await c.query('INSERT INTO js_sub VALUES (1)');
    await c.query('BEGIN');
    await c.query('DECLARE s CURSOR FOR SUBSCRIBE js_sub');
    const fetched = (await c.query("FETCH 1 s WITH (timeout = '20s')")).rows[0];
    assert.deepEqual([fetched.mz_diff, fetched.a], ['1', 1]);
    await c.query('COMMIT');
    const reader = new Client(settings);
    await reader.connect();
    const cursor = reader.query(new Cursor('SUBSCRIBE js_sub'));
    assert.deepEqual((await cursor.read(1)).map((row) => row.a), [1]);
    await c.query('INSERT INTO js_sub VALUES (2)');
    assert.deepEqual((await cursor.read(1)).map((row) => row.a), [2]);
    await cursor.close();
    await reader.end();
    await c.query('DROP TABLE js_sub');
  }),

  'cancel and timeout end a statement': () => using(async (c) => {
    const running = c.query(SLOW);
    setTimeout(() => cancel(c), 500);
    await fails(running, '57014', 'canceling statement due to user request');
    await using((other) => fails(other.query(SLOW), '57014', 'canceling statement due to statement timeout'), { statement_timeout: 300 });
  }),

  'a named statement lives through a swap only if its columns do': () => using(async (c) => {
    for (const [schema, columns] of [['js_a', 'x int'], ['js_b', 'x int'], ['js_c', 'x int, y int']]) {
      await c.query(`CREATE SCHEMA ${schema}`);
      await c.query(`CREATE TABLE ${schema}.t (${columns})`);
    }
    await c.query('INSERT INTO js_b.t VALUES (2)');
    await using(async (reader) => {
      const read = () => reader.query({ name: 'read', text: 'SELECT * FROM js_a.t' });
      assert.deepEqual((await read()).rows, []);
      await c.query('ALTER SCHEMA js_a SWAP WITH js_b');
      assert.deepEqual((await read()).rows, [{ x: 2 }]);
      await c.query('ALTER SCHEMA js_a SWAP WITH js_c');
      await fails(read(), '0A000', 'cached plan must not change result type');
    });
    for (const schema of ['js_a', 'js_b', 'js_c']) {
      await c.query(`DROP SCHEMA ${schema} CASCADE`);
    }
  }),

  'a pool shares its connections': async () => {
    const pool = new Pool({ ...settings, max: 5 });
    const results = await Promise.all([...Array(40).keys()].map((i) => pool.query('SELECT $1::int AS v', [i])));
    assert.deepEqual(results.map((one) => one.rows[0].v), [...Array(40).keys()]);
    await pool.end();
  },

  'notices arrive': () => using(async (c) => {
    const notices = [];
    c.on('notice', (notice) => notices.push([notice.severity, notice.code, notice.message]));
    await c.query('DROP TABLE IF EXISTS js_nowhere');
    assert.deepEqual(notices, [['NOTICE', '42704', 'TABLE "js_nowhere" does not exist, skipping']]);
  }),
};

async function main() {
  let number = 0;
  for (const [name, check] of Object.entries(checks)) {
    number += 1;
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('no end')), PATIENCE); });
    try {
      await Promise.race([check(), late]);
      console.log(`ok ${number} ${name}`);
    } catch (error) {
      console.log(`not ok ${number} ${name} # ${String(error.message).replaceAll('\n', ' | ')}`);
    }
    clearTimeout(timer);
  }
  console.log(`1..${number}`);
  process.exit(0);
}

main();
