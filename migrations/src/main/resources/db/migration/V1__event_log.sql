do $$
begin
  if current_setting('server_encoding') <> 'UTF8' then
    raise exception 'The database is encoded in %, but what is stored may be any text of Unicode.',
      current_setting('server_encoding')
      using hint = 'Create it with: create database … encoding ''UTF8'' template template0.';
  end if;
end
$$;

-- Every fact this product knows, one row each. Rows are inserted and never change; triggers and
-- grants make PostgreSQL say so itself, because a rule that lives only in Java is a hope.
create table order_event (
  position     bigint       not null, -- given under the append lock: commit order is position order
  recorded_at  timestamptz  not null, -- the database's clock under the same lock: it never goes back
  opened_on    date         not null, -- when the order was first recorded (UTC): one order, one partition
  version      integer      not null,
  order_id     text         not null collate "C",
  event_type   text         not null collate "C",
  payload      text         not null, -- canonical JSON: the bytes that the hash covers
  metadata     text         not null, -- likewise: who said so, and under which trace
  hash         bytea        not null, -- SHA-256 over this row and the order's hash before it
  constraint order_has_one_event_per_version primary key (order_id, version, opened_on),
  constraint version_counts_from_one check (version >= 1),
  constraint position_counts_from_one check (position >= 1),
  constraint event_type_is_a_wire_name check (event_type ~ '^[a-z.-]+\.v[0-9]+$'),
  constraint hash_is_sha_256 check (octet_length(hash) = 32)
) partition by range (opened_on);

comment on table order_event is
  'The log: immutable, in the total order of position. Partitioned by the month an order was opened in.';

-- What each order is now: the fold of its events, advanced in the transaction that appends, so that
-- the current status is one primary-key read. The last event stands here too, to be read with it.
create table order_head (
  order_id     text         not null collate "C",
  opened_on    date         not null,
  version      integer      not null,
  position     bigint       not null,
  recorded_at  timestamptz  not null,
  held         boolean      not null default false,
  hash         bytea        not null,
  event_type   text         not null collate "C",
  payload      text         not null,
  metadata     text         not null,
  state        text         not null, -- the folded state as JSON
  constraint order_has_one_head primary key (order_id)
) with (fillfactor = 80); -- room for the next version on the same page, so that the index stays as it is

comment on table order_head is 'The current state of each order, kept with the log in one transaction.';

-- Below this nothing is given out again, even when retention has dropped the highest position that there was.
create table order_log_floor (
  only_row     boolean      not null default true,
  position     bigint       not null,
  recorded_at  timestamptz  not null,
  constraint there_is_one_floor primary key (only_row),
  constraint the_only_row_is_true check (only_row)
);

insert into order_log_floor (position, recorded_at) values (0, '-infinity');

-- Roles are the cluster's, not the database's: they may be there already, made by an administrator
-- who then also granted them to whoever runs this.
do $$
begin
  if to_regrole('orderstore_app') is null then
    create role orderstore_app nologin;
  end if;
  if to_regrole('orderstore_retention') is null then
    create role orderstore_retention nologin;
  end if;
exception when duplicate_object or unique_violation then
  null; -- another database of the same cluster was set up at the same moment
end
$$;

do $$
begin
  execute format('grant orderstore_app, orderstore_retention to %I', current_user);
exception when insufficient_privilege then
  null; -- the administrator's grant stands
end
$$;
