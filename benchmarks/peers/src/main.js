import os from 'node:os';
import { parseArgs } from 'node:util';
import { Database } from './database.js';
import { LIMIT_CONNECTIONS, measure } from './measure.js';
import { describe, requireConnections } from './server.js';

const PEERS = {
  'message-db': async () => (await import('./message-db.js')).messageDb,
  emmett: async () => (await import('./emmett.js')).emmett,
};

async function main() {
  const options = readOptions();
  const peer = await PEERS[options.peer]();
  await requireConnections(options.url, Math.max(LIMIT_CONNECTIONS, ...options.callers));
  console.log(`${peer.title}, ${options.rounds} rounds of ${options.seconds} s\n${await describe(options.url)}`);

  const interrupted = interruption();
  const database = new Database(options.url, peer);
  await database.create();
  try {
    await Promise.race([measure(peer, database, options), interrupted]);
  } finally {
    await database.drop();
  }
}

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '3' },
      callers: { type: 'string', default: '1,8,32,64' },
    },
  });
  return {
    peer: positionals[0],
    url: serverUrl(process.env.PEERS_DATABASE_URL),
    rounds: positive('--rounds', values.rounds),
    seconds: positive('--seconds', values.seconds),
    callers: values.callers.split(',').map((number) => positive('--callers', number)),
  };
}

function serverUrl(text) {
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) {
    throw new Error('The database is named like postgresql://user:password@host:5432/postgres.');
  }
  return text;
}

function positive(option, text) {
  if (!/^[1-9][0-9]{0,4}$/.test(text)) {
    throw new Error(`${option} takes whole numbers from 1, not '${text}'.`);
  }
  return Number(text);
}

/** Rejects on Ctrl-C, so that the database is dropped then as well. */
function interruption() {
  const interrupted = new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.on(signal, () => reject(Object.assign(new Error(`Stopped by ${signal}.`), { signal })));
    }
  });
  interrupted.catch(() => {}); // It may come before anybody waits for it, and is no surprise then.
  return interrupted;
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(`peers: ${error.message || error.code || error}`);
  process.exit(error.signal ? 128 + os.constants.signals[error.signal] : 1);
}
