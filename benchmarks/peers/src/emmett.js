import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { newEvent, TYPE } from './event.js';
import { versionOf } from './packages.js';

/** Emmett: a library for Node, whose event store on PostgreSQL begins and commits a transaction for each append. */
export const emmett = {
  name: 'emmett',
  title: `Emmett ${versionOf('@event-driven-io/emmett-postgresql')}`,
  events: 'public.emt_messages',
  tables: 'public.emt\\_%', // the streams' heads are part of it

  async install(client, pool) {
    await storeOn(pool).schema.migrate();
  },

  appender(pool) {
    const store = storeOn(pool);
    return (order, version) =>
      store.appendToStream(order, [{ type: TYPE, ...newEvent() }], { expectedStreamVersion: BigInt(version - 1) });
  },
};

/** Its own pool would have ten connections, however many callers there are. */
function storeOn(pool) {
  const { connectionString } = pool.options;
  return getPostgreSQLEventStore(connectionString, {
    schema: { autoMigration: 'None' },
    connectionOptions: { connectionString, pool },
  });
}
