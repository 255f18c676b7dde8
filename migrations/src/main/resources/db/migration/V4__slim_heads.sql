-- A head keeps what an append must compare and what the fold of the events is, and no event: the last one stands in
-- the log, where the head's own key finds it. It was repeated here with each change, and a page of heads keeps room
-- for as many again as it has.
--
-- The table is made anew, since PostgreSQL keeps a place for each dropped column in all rows to come. Columns of fixed
-- width stand first, so that none needs filling before it. No node runs meanwhile.
alter table order_head rename to order_head_before;
alter table order_head_before rename constraint order_has_one_head to order_had_one_head;

create table order_head (
  recorded_at  timestamptz  not null, -- of the last event, for those who look for orders that have been quiet since
  opened_on    date         not null,
  version      integer      not null,
  held         boolean      not null default false,
  order_id     text         not null collate "C",
  hash         bytea        not null, -- of the last event: the next one's goes on from it
  state        text         not null, -- the folded state as JSON
  constraint order_has_one_head primary key (order_id)
) with (fillfactor = 50); -- one COMMIT moves all heads of a page at once: it has room for a next version of each

comment on table order_head is 'The current state of each order, kept with the log in one transaction.';

insert into order_head (recorded_at, opened_on, version, held, order_id, hash, state)
select recorded_at, opened_on, version, held, order_id, hash, state
from order_head_before;

drop table order_head_before;

-- R__9 grants the same, but is not run again where it has not changed.
grant select, insert, update on order_head to orderstore_app;
grant select on order_head to orderstore_retention;
