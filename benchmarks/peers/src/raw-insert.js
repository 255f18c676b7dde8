import { newEvent, TYPE } from './event.js';

/** The limit: the same row into a plain table with the two indexes a log needs, one insert a transaction. */
export const rawInsert = {
  events: 'public.raw_event',
  tables: 'public.raw\\_event',

  async install(client) {
    await client.query(`
      create table public.raw_event (
        position     bigint      generated always as identity primary key,
        recorded_at  timestamptz not null default clock_timestamp(),
        order_id     text        not null collate "C",
        version      integer     not null,
        event_type   text        not null,
        payload      jsonb       not null,
        metadata     jsonb       not null,
        unique (order_id, version)
      )`);
  },

  appender(pool) {
    return (order, version) => {
      const { data, metadata } = newEvent();
      return pool.query({
        name: 'raw-insert',
        text: `insert into public.raw_event (order_id, version, event_type, payload, metadata)
               values ($1, $2, $3, $4, $5)`,
        values: [order, version, TYPE, JSON.stringify(data), JSON.stringify(metadata)],
      });
    };
  },
};
