import { load } from './load.js';
import { rawInsert } from './raw-insert.js';
import { json, row, table } from './report.js';

export const LIMIT_CONNECTIONS = 32;
const WARM_UP = { callers: 8, seconds: 1 };

/** Appends to the peer, in rounds that begin with the limit, and tells what was measured. */
export async function measure(peer, database, { rounds, seconds, callers }) {
  const acknowledged = new Map([[peer, 0], [rawInsert, 0]]);

  async function appendTo(store, callers, seconds) {
    const pool = await database.pool(callers);
    try {
      const result = await load(store.appender(pool), callers, seconds);
      acknowledged.set(store, acknowledged.get(store) + result.acknowledged);
      return result;
    } finally {
      await pool.end();
    }
  }

  await install(peer, database);
  await install(rawInsert, database);
  await appendTo(rawInsert, WARM_UP.callers, WARM_UP.seconds);
  await appendTo(peer, WARM_UP.callers, WARM_UP.seconds);
  await database.use((client) => client.query('analyze')); // An empty table's plans would otherwise last for a while.

  const limits = [];
  const results = new Map(callers.map((number) => [number, []]));
  for (let round = 1; round <= rounds; round++) {
    console.error(`  round ${round} of ${rounds}`);
    limits.push(await appendTo(rawInsert, LIMIT_CONNECTIONS, seconds));
    for (const number of callers) {
      results.get(number).push(await appendTo(peer, number, seconds));
    }
  }

  const limit = row('raw insert', LIMIT_CONNECTIONS, limits, limits);
  const rows = callers.map((number) => row(peer.name, number, results.get(number), limits));
  const bytes = await bytesPerEvent(peer, database, acknowledged);
  const plain = await bytesPerEvent(rawInsert, database, acknowledged);
  console.log(`\n${table([limit, ...rows])}`);
  console.log(`\nBytes an event: ${bytes.toFixed(0)}; raw insert ${plain.toFixed(0)}`);
  console.log(json(peer, limit, rows, bytes));
}

async function install(store, database) {
  const pool = await database.pool(1);
  try {
    await database.use((client) => store.install(client, pool));
  } finally {
    await pool.end();
  }
}

async function bytesPerEvent(store, database, acknowledged) {
  const { events, bytes } = await database.size(store);
  if (bytes === null) {
    throw new Error(`There are no tables like ${store.tables}.`);
  }
  if (events !== acknowledged.get(store)) {
    throw new Error(`${store.events} holds ${events} events, but ${acknowledged.get(store)} were acknowledged.`);
  }
  return bytes / events;
}
