-- What was taken with the promise to do it: changes and uploads that answer later. Any node does them. One that is being
-- done is its node's until it is due again, which the node puts off while it works; so of a node that died another goes on.
create table operation (
  id           uuid         not null,
  number       bigint       not null generated always as identity, -- those of a lane are done in this order
  kind         text         not null,
  lane         text         not null collate "C", -- what one waits behind: changes of its order, uploads of its key
  actor        text         not null collate "C", -- the name of the key that asked
  roles        text[]       not null,             -- that it had then
  trace_id     text         not null,
  trace_sent   boolean      not null,             -- whether the client sent it
  order_id     text         collate "C",
  change_id    text         collate "C",
  expected     text,                              -- of the order's version
  request      bytea,                             -- a change as it was sent, until it is done
  size         bigint       not null,             -- of what was sent, in bytes
  accepted_at  timestamptz  not null default clock_timestamp(),
  due          timestamptz  not null default clock_timestamp(),
  node         uuid,                              -- that does it
  failures     integer      not null default 0,
  progress     text,                              -- JSON: what was done, by ids and counts
  problem      text,                              -- JSON: why it was not done
  ended_at     timestamptz,
  constraint operation_has_its_own_id primary key (id),
  constraint operation_is_a_change_or_an_upload check (kind in ('change', 'upload')),
  constraint change_says_which_it_is check (
    kind = 'upload' or num_nulls(order_id, change_id, expected) = 0 and (ended_at is not null or request is not null)
  )
);

create index operation_that_waits on operation (number) where ended_at is null;
create index operation_that_waits_in_its_lane on operation (lane, number) where ended_at is null;
create index operation_that_ended on operation (ended_at) where ended_at is not null;
create index operation_of_an_order on operation (order_id) where order_id is not null;

-- The bytes of an upload, in pieces, until it is done. They are here before their operation is: that is inserted when
-- the last of them has arrived.
create table operation_part (
  operation  uuid         not null,
  number     integer      not null,
  bytes      bytea        not null,
  at         timestamptz  not null default clock_timestamp(),
  constraint upload_has_each_part_once primary key (operation, number)
);

-- The first lines of an upload that were refused.
create table operation_refusal (
  operation  uuid    not null,
  line       bigint  not null,
  order_id   text    collate "C",
  result     text    not null, -- JSON, as the upload would have answered
  constraint line_is_refused_once primary key (operation, line),
  constraint refusal_belongs_to_an_operation foreign key (operation) references operation (id) on delete cascade
);

create index operation_refusal_of_an_order on operation_refusal (order_id) where order_id is not null;
