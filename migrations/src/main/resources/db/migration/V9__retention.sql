-- What retention leaves behind, and what it needs on its way. Plans, receipts and tombstones are written by functions
-- alone and never change.

-- Heads are written month by month: the blocks of one month are found by what an index of a few pages says of them.
create index order_head_by_month on order_head using brin (opened_on);

-- While a partition is being purged, appends of its orders that go are refused, so that they stay as they were found.
-- The mark ends by itself: it does not outlive a node that died.
alter table order_log_floor
  add column purging_month date,
  add column purging_plan  bigint,
  add column purging_until timestamptz,
  add constraint what_is_purged_is_said_as_a_whole check (num_nulls(purging_month, purging_plan, purging_until) in (0, 3));

comment on column order_log_floor.position is
  'The highest position that was ever purged. No reader below it can know that it has missed nothing.';

-- What would go, as it was found with one cutoff. It is executed by its digest, once.
create table retention_plan (
  id                bigint       not null generated always as identity,
  cutoff            timestamptz  not null, -- by the database's clock: orders without a change since then may go
  abandoned_before  timestamptz,           -- orders without a change since then go also if they are not settled
  settled           text[]       not null, -- the statuses in which an order is settled
  orders            bigint       not null,
  changes           bigint       not null,
  bytes             bigint       not null, -- their share of the partitions, about
  kept_open         bigint       not null, -- not settled
  kept_recent       bigint       not null, -- settled, and changed since the cutoff
  kept_held         bigint       not null, -- would go if nobody held them
  digest            bytea        not null,
  made_by           text         not null,
  made_at           timestamptz  not null default clock_timestamp(),
  constraint plan_has_its_own_id primary key (id)
);

create table retention_plan_part (
  plan     bigint  not null,
  month    date    not null, -- in which the orders were opened: one partition
  orders   bigint  not null,
  changes  bigint  not null,
  bytes    bigint  not null,
  digest   bytea   not null, -- SHA-256 over the last hashes of the orders, in the order of their ids
  constraint part_is_a_month_of_a_plan primary key (plan, month),
  constraint part_belongs_to_a_plan foreign key (plan) references retention_plan (id)
);

-- The execution of a plan: begun, then one part after the other, each in the transaction that purges it, then ended.
create table retention_receipt (
  id        bigint       not null generated always as identity,
  plan      bigint       not null,
  begun_by  text         not null,
  begun_at  timestamptz  not null default clock_timestamp(),
  constraint receipt_has_its_own_id primary key (id),
  constraint plan_is_executed_once unique (plan),
  constraint receipt_is_of_a_plan foreign key (plan) references retention_plan (id)
);

create table retention_receipt_part (
  receipt         bigint       not null,
  month           date         not null,
  orders          bigint       not null,
  changes         bigint       not null,
  bytes           bigint       not null, -- by which the log's files are smaller
  digest          bytea        not null, -- as in the plan
  archive         text,                  -- the name of the file
  archive_sha256  bytea,
  purged_at       timestamptz  not null default clock_timestamp(),
  constraint part_is_a_month_of_a_receipt primary key (receipt, month),
  constraint part_belongs_to_a_receipt foreign key (receipt) references retention_receipt (id),
  constraint archive_has_its_hash check ((archive is null) = (archive_sha256 is null))
);

create table retention_receipt_end (
  receipt   bigint       not null,
  stopped   text,                  -- why parts of the plan were left; null: all of it is done
  ended_at  timestamptz  not null default clock_timestamp(),
  constraint receipt_ends_once primary key (receipt),
  constraint end_belongs_to_a_receipt foreign key (receipt) references retention_receipt (id)
);

-- What stays of an order that was purged: that its id is never used again. The id itself is not told. That there is
-- such a receipt is not checked for each of them, which would take longer than all the rest of a purge.
create table order_tombstone (
  id_hash  bytea   not null, -- the first half of the SHA-256 of the id
  receipt  bigint  not null,
  constraint order_has_one_tombstone primary key (id_hash),
  constraint id_hash_is_half_of_a_sha_256 check (octet_length(id_hash) = 16)
);

-- The orders of the partition that is being purged, for what must forget them in the same transaction.
create unlogged table order_going (
  recorded_at  timestamptz  not null,
  opened_on    date         not null,
  version      integer      not null,
  order_id     text         not null collate "C",
  hash         bytea        not null
);

-- Who held an order and who let it go. The head of the order says whether it is held now.
create table order_hold (
  id           bigint       not null generated always as identity,
  order_id     text         not null collate "C",
  reason       text         not null,
  held_by      text         not null, -- the name of the operator's key
  held_at      timestamptz  not null default clock_timestamp(),
  released_by  text,
  released_at  timestamptz,
  constraint hold_has_its_own_id primary key (id),
  constraint hold_has_a_reason check (length(reason) between 1 and 500),
  constraint hold_is_released_by_somebody check ((released_by is null) = (released_at is null))
);

create unique index order_is_held_once_at_a_time on order_hold (order_id) where released_at is null;

-- When an operator purges what a read model has not taken in: its segments may not take it from any node's memory.
alter table projection_segment
  add column purged bigint not null default 0; -- changes up to here may be gone
