-- The tamper evidence of one event: SHA-256 over the hash before it in its order and every column of its row.
-- The separator cannot occur within the parts: canonical JSON has no raw line feed.
create or replace function order_event_hash(
  previous     bytea,
  place        bigint, -- the position
  recorded_at  timestamptz,
  opened_on    date,
  version      integer,
  order_id     text,
  event_type   text,
  payload      text,
  metadata     text
) returns bytea
language sql stable parallel safe
return sha256(
  coalesce(previous, ''::bytea) || convert_to(
    place::text || E'\n'
      || (extract(epoch from recorded_at) * 1000000)::bigint::text || E'\n'
      || (opened_on - date '1970-01-01')::text || E'\n'
      || version::text || E'\n'
      || order_id || E'\n'
      || event_type || E'\n'
      || payload || E'\n'
      || metadata,
    'UTF8'));

-- Makes a table that can become a partition of the log.
create or replace function make_order_event_table(name text) returns void
language plpgsql strict set search_path = "${flyway:defaultSchema}", pg_temp as $$
begin
  execute format('create table %I (like order_event including defaults including constraints including indexes)', name);
  -- Positions only ever go up, so that no page but the last is written again: none needs room.
  execute format('create unique index %I on %I (position) with (fillfactor = 100)',
    name || '_has_one_event_per_position', name);
  execute format('create trigger history_is_never_truncated before truncate on %I '
    'for each statement execute function refuse_change_of_history()', name);
  execute format('alter table %I enable always trigger history_is_never_truncated', name);
end
$$;

-- The month in which new orders are opened: by the clock of append_events, which goes on from the last change when
-- the server's clock was ahead and is put right.
create or replace function order_event_month() returns date
language sql stable set search_path = "${flyway:defaultSchema}", pg_temp
begin atomic
  select date_trunc('month', greatest(
      clock_timestamp(),
      floor.recorded_at,
      (select recorded_at from order_event order by position desc limit 1)
    ) at time zone 'UTC')::date
  from order_log_floor floor;
end;

-- Makes the log's partitions of the current month and of so many months ahead; answers how many it made.
-- Attaching lets readers and writers of the other partitions go on, which CREATE … PARTITION OF does not.
create or replace function make_order_event_partitions(months_ahead integer) returns integer
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
declare
  this_month  date := order_event_month();
  month       date;
  partition   text;
  made        integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('orderstore.partitions'));
  for i in 0 .. least(months_ahead, 120) loop
    month := (this_month + make_interval(months => i))::date;
    partition := 'order_event_' || to_char(month, 'YYYY_MM');
    if to_regclass(partition) is null then
      perform make_order_event_table(partition);
      execute format('alter table order_event attach partition %I for values from (%L) to (%L)',
        partition, month, (month + interval '1 month')::date);
      made := made + 1;
    end if;
  end loop;
  return made;
end
$$;

-- How many months after the current one have a partition without a gap; -1 when the current one has none.
create or replace function order_event_months_ahead() returns integer
language sql stable set search_path = "${flyway:defaultSchema}", pg_temp
begin atomic
  with now as materialized (
    select order_event_month() as this_month
  )
  select count(*)::integer - 1
  from (
    select month, this_month, row_number() over (order by month) - 1 as place
    from (
      select to_date(right(inhrelid::regclass::text, 7), 'YYYY_MM') as month
      from pg_inherits
      where inhparent = 'order_event'::regclass
    ) partition
    cross join now
    where month >= this_month
  ) ahead
  where month = this_month + make_interval(months => place::integer);
end;

-- The month that is marked as being purged; null if its purge is dead. Whoever purges has this lock as long as its
-- session lasts, so nobody else gets it meanwhile; to be asked only where there is a mark.
create or replace function purged_by_somebody(marked_month date) returns date
language sql volatile
return case when pg_try_advisory_xact_lock_shared(hashtext('orderstore.retention.mark')) then null else marked_month end;
