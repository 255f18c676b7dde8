import os from 'node:os';
import { using } from './database.js';

const SPARE_CONNECTIONS = 4;

/** What the figures depend on, a line each. */
export async function describe(url) {
  const settings = await using(url, async (client) => {
    const { rows } = await client.query(`
      select string_agg(name || ' ' || current_setting(name), ', ' order by name) as list
      from pg_settings
      where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers')`);
    return rows[0].list;
  });
  const cpus = os.cpus();
  return [
    `Client:     ${cpus.length} cores ${cpus[0]?.model ?? ''}, ${os.type()} ${os.release()}, Node ${process.version}`,
    `PostgreSQL: ${settings}`,
  ].join('\n');
}

export async function requireConnections(url, callers) {
  const free = await using(url, async (client) => {
    const { rows } = await client.query(`
      select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - (select sum(numbackends) from pg_stat_database)::int as free`);
    return rows[0].free;
  });
  const needed = callers + SPARE_CONNECTIONS;
  if (free < needed) {
    throw new Error(
      `The server has ${free} connections free, and ${callers} callers need ${needed}.` +
        ' Raise its max_connections, or name fewer with --callers.',
    );
  }
}
