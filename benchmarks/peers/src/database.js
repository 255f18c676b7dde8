import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of this run alone, on the server that the URL names. */
export class Database {
  constructor(serverUrl, peer) {
    this.serverUrl = serverUrl;
    this.role = peer.role;
    this.name = `peers_${peer.name.replace('-', '_')}_${randomBytes(4).toString('hex')}`;
    const url = new URL(serverUrl);
    url.pathname = `/${this.name}`;
    this.url = url.href;
  }

  async create() {
    await using(this.serverUrl, async (client) => {
      this.roleIsOurs = this.role !== undefined && !(await roleExists(client, this.role));
      await client.query(`create database ${this.name} template template0 encoding 'UTF8'`);
    });
  }

  /** With connections that a broken run left open, and with the role that the peer made for itself. */
  async drop() {
    this.dropping = true;
    await using(this.serverUrl, async (client) => {
      await client.query(`drop database if exists ${this.name} with (force)`);
      if (this.roleIsOurs) {
        await client.query(`drop role if exists ${this.role}`);
      }
    });
  }

  use(work) {
    return using(this.url, work);
  }

  /** A pool with all its connections open. */
  async pool(size) {
    const pool = new pg.Pool({ connectionString: this.url, max: size, idleTimeoutMillis: 0 });
    pool.on('error', (error) => {
      if (!this.dropping) {
        console.error(`peers: An idle connection broke: ${error.message}`);
      }
    });
    const clients = await Promise.all(Array.from({ length: size }, () => pool.connect()));
    clients.forEach((client) => client.release());
    return pool;
  }

  /** How many events there are, and the bytes of all tables that keep them, with indexes and all. */
  size({ events, tables }) {
    return this.use(async (client) => {
      await client.query('vacuum');
      const { rows } = await client.query(
        `select (select count(*) from ${events})::float8 as events, sum(pg_total_relation_size(c.oid))::float8 as bytes
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and n.nspname || '.' || c.relname like $1`,
        [tables],
      );
      return rows[0];
    });
  }
}

export async function using(url, work) {
  const client = new pg.Client({ connectionString: url, options: '-c client_min_messages=warning' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function roleExists(client, role) {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  return rowCount > 0;
}
