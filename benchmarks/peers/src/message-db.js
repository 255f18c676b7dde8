import { readFile } from 'node:fs/promises';
import { newEvent, TYPE } from './event.js';
import { versionOf } from './packages.js';

const DATABASE = new URL('../node_modules/@eventide/message-db/database/', import.meta.url);
const SCRIPTS = ['install', 'install-functions', 'install-indexes', 'install-views', 'install-privileges'];

/** Message DB: functions in PostgreSQL. A write takes a lock on the category, here the word before the dash. */
export const messageDb = {
  name: 'message-db',
  title: `Message DB ${versionOf('@eventide/message-db')}`,
  events: 'message_store.messages',
  tables: 'message\\_store.messages',
  role: 'message_store',

  /** What its install.sh does, which wants psql: the same files in the same order. */
  async install(client) {
    for (const file of await sqlFiles()) {
      await client.query(await readFile(new URL(file, DATABASE), 'utf8'));
    }
    const { rows } = await client.query('select current_database() as name');
    const database = client.escapeIdentifier(rows[0].name);
    await client.query(`alter database ${database} set search_path = message_store, public`);
  },

  appender(pool) {
    return (order, version) => {
      const { data, metadata } = newEvent();
      return pool.query({
        name: 'write-message',
        text: 'select write_message($1, $2, $3, $4, $5, $6)',
        // It counts from 0, and before the first message a stream is at -1.
        values: [data.changeId, order, TYPE, JSON.stringify(data), JSON.stringify(metadata), version - 2],
      });
    };
  },
};

async function sqlFiles() {
  const scripts = await Promise.all(SCRIPTS.map((name) => readFile(new URL(`${name}.sh`, DATABASE), 'utf8')));
  return scripts.flatMap((script) => [...script.matchAll(/-f \$base\/(\S+\.sql)|run_psql_file \$base\/(\S+\.sql)/g)])
    .map(([, first, second]) => first ?? second);
}
