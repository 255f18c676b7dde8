-- How orders leave the log. All of it is for the role of retention, which may call these and change nothing else.

-- By what a tombstone knows an order.
create or replace function order_id_hash(order_id text) returns bytea
language sql stable parallel safe
return substring(sha256(convert_to(order_id, 'UTF8')) for 16);

-- The status in a state, which is its first member. Only where something is escaped, or it is not, the whole is parsed:
-- that is most of what it costs to look at an order.
create or replace function status_of_state(state text) returns text
language sql immutable parallel safe
return case
  when starts_with(state, '{"status":"') and strpos(state, E'\\') = 0 then split_part(state, '"', 4)
  else state::jsonb ->> 'status'
end;

-- Whether retention may take an order: settled and quiet since the cutoff, or quiet for so long that it counts as
-- abandoned, and held by nobody.
create or replace function order_may_go(
  held              boolean,
  recorded_at       timestamptz, -- of the last change
  state             text,
  cutoff            timestamptz,
  abandoned_before  timestamptz, -- null: an order that is not settled never goes
  settled           text[]
) returns boolean
language sql immutable parallel safe
return not held
  and recorded_at < cutoff
  and (status_of_state(state) = any (settled) or coalesce(recorded_at < abandoned_before, false));

-- The same by what a plan says.
create or replace function goes_by_plan(plan bigint, held boolean, recorded_at timestamptz, state text) returns boolean
language sql stable parallel safe
begin atomic
  select order_may_go(goes_by_plan.held, goes_by_plan.recorded_at, goes_by_plan.state, p.cutoff, p.abandoned_before, p.settled)
  from retention_plan p
  where p.id = goes_by_plan.plan;
end;

-- Writes down what would go, in parts of a partition each. One statement, so that all of it is of one moment.
create or replace function make_retention_plan(
  age         interval, -- an order goes when it has been quiet for so long
  abandoned   interval, -- null: never
  settled     text[],
  planned_by  text
) returns bigint
language plpgsql security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
#variable_conflict use_variable
declare
  cutoff            timestamptz := clock_timestamp() - age;
  abandoned_before  timestamptz := clock_timestamp() - abandoned;
  made              bigint;
begin
  with head as (
    select date_trunc('month', h.opened_on)::date as month, h.version,
      case
        when order_may_go(h.held, h.recorded_at, h.state, cutoff, abandoned_before, settled) then 'goes'
        when order_may_go(false, h.recorded_at, h.state, cutoff, abandoned_before, settled) then 'held'
        when status_of_state(h.state) = any (settled) then 'recent'
        else 'open'
      end as fate
    from order_head h
  ),
  counted as (
    select head.month, head.fate, count(*) as orders, sum(head.version)::bigint as changes
    from head
    group by head.month, head.fate
  ),
  digested as ( -- apart, so that only what goes is sorted
    select date_trunc('month', h.opened_on)::date as month, sha256(string_agg(h.hash, ''::bytea order by h.order_id)) as digest
    from order_head h
    where order_may_go(h.held, h.recorded_at, h.state, cutoff, abandoned_before, settled)
    group by 1
  ),
  part as (
    select c.month, c.orders, c.changes, d.digest,
      (coalesce(pg_total_relation_size(to_regclass('order_event_' || to_char(c.month, 'YYYY_MM'))), 0)::numeric
        * c.changes / (select sum(o.changes) from counted o where o.month = c.month))::bigint as bytes
    from counted c
    join digested d on d.month = c.month
    where c.fate = 'goes'
  ),
  plan as (
    insert into retention_plan (cutoff, abandoned_before, settled, orders, changes, bytes,
      kept_open, kept_recent, kept_held, digest, made_by)
    select cutoff, abandoned_before, settled,
      coalesce((select sum(p.orders) from part p), 0),
      coalesce((select sum(p.changes) from part p), 0),
      coalesce((select sum(p.bytes) from part p), 0),
      coalesce(sum(c.orders) filter (where c.fate = 'open'), 0),
      coalesce(sum(c.orders) filter (where c.fate = 'recent'), 0),
      coalesce(sum(c.orders) filter (where c.fate = 'held'), 0),
      sha256(convert_to(
        (extract(epoch from cutoff) * 1000000)::bigint::text || E'\n'
          || coalesce((extract(epoch from abandoned_before) * 1000000)::bigint::text, '') || E'\n'
          || array_to_string(settled, ',') || E'\n'
          || coalesce((select string_agg(p.month || ' ' || encode(p.digest, 'hex'), E'\n' order by p.month) from part p), ''),
        'UTF8')),
      planned_by
    from counted c
    returning id
  ),
  parts as (
    insert into retention_plan_part (plan, month, orders, changes, bytes, digest)
    select plan.id, p.month, p.orders, p.changes, p.bytes, p.digest
    from part p
    cross join plan
  )
  select plan.id into made from plan;
  return made;
end
$$;

-- The digest that a part of a plan has now.
create or replace function retention_part_digest(wanted_plan bigint, wanted_month date) returns bytea
language sql stable security definer set search_path = "${flyway:defaultSchema}", pg_temp
begin atomic
  select sha256(string_agg(h.hash, ''::bytea order by h.order_id))
  from retention_plan p
  join order_head h on order_may_go(h.held, h.recorded_at, h.state, p.cutoff, p.abandoned_before, p.settled)
  where p.id = wanted_plan
    and h.opened_on >= wanted_month
    and h.opened_on < wanted_month + interval '1 month';
end;

-- Begins the execution of a plan, or goes on with it.
create or replace function begin_retention(wanted_plan bigint, executed_by text) returns bigint
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
declare
  begun bigint;
begin
  insert into retention_receipt (plan, begun_by)
  values (wanted_plan, executed_by)
  on conflict (plan) do nothing
  returning id into begun;
  return coalesce(begun, (select id from retention_receipt where plan = wanted_plan));
end
$$;

-- From the commit on nothing is appended to orders of a month that may go, until that is taken back, the session has
-- ended or the time is up. No append is under way when it begins, since it takes their lock.
create or replace function mark_retention_part(wanted_plan bigint, wanted_month date, lasting interval) returns void
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
begin
  perform pg_advisory_xact_lock(8030591472429199207); -- "orderlog" in ASCII
  perform pg_advisory_lock(hashtext('orderstore.retention.mark')); -- As long as it is ours, the mark holds.
  update order_log_floor set
    purging_month = wanted_month,
    purging_plan = wanted_plan,
    purging_until = clock_timestamp() + lasting;
end
$$;

create or replace function unmark_retention_part() returns void
language sql security definer set search_path = "${flyway:defaultSchema}", pg_temp
begin atomic
  update order_log_floor set
    purging_month = null,
    purging_plan = null,
    purging_until = null
  where purging_month is not null;
end;

-- Takes the heads of a part out, leaves tombstones, and copies what stays of its partition beside it. Nobody waits
-- for it: no one appends to what goes, and appends to what stays are caught up with by replace_retention_part.
-- Until the commit others see nothing of it.
drop function if exists take_out_retention_part(bigint, date); -- It answered less once.
create function take_out_retention_part(
  wanted_receipt bigint,
  wanted_month date,
  out orders bigint,
  out changes bigint,
  out last_position bigint, -- of what goes
  out last_recorded_at timestamptz,
  out through bigint -- what was appended later has yet to be copied
)
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
#variable_conflict use_column
declare
  next_month  date := wanted_month + interval '1 month';
  old_table   text := 'order_event_' || to_char(wanted_month, 'YYYY_MM');
  new_table   text := old_table || '_next';
  plan        retention_plan;
  wanted      bytea;
  found       bytea;
  copied      bigint;
  stay        bigint;
begin
  select p.* into strict plan
  from retention_receipt r
  join retention_plan p on p.id = r.plan
  where r.id = wanted_receipt;
  select digest into strict wanted from retention_plan_part where plan = plan.id and month = wanted_month;

  truncate order_going;
  with gone as (
    delete from order_head
    where opened_on >= wanted_month
      and opened_on < next_month
      and order_may_go(held, recorded_at, state, plan.cutoff, plan.abandoned_before, plan.settled)
    returning recorded_at, opened_on, version, order_id, hash
  )
  insert into order_going (recorded_at, opened_on, version, order_id, hash)
  select recorded_at, opened_on, version, order_id, hash
  from gone;
  analyze order_going (order_id);

  select count(*), sum(version), sha256(string_agg(hash, ''::bytea order by order_id)) into orders, changes, found
  from order_going;
  if found is distinct from wanted then
    raise exception 'What may go of % has changed since plan % was made.', old_table, plan.id using errcode = 'OR001';
  end if;

  execute format($last$
    select position, recorded_at
    from order_going g
    join %I e using (order_id, version, recorded_at)
    where recorded_at = (select max(recorded_at) from order_going)
    order by position desc
    limit 1
    $last$, old_table) into strict last_position, last_recorded_at;

  insert into order_tombstone (id_hash, receipt)
  select order_id_hash(order_id), wanted_receipt
  from order_going
  order by 1;
  delete from order_hold hold using order_going g where hold.order_id = g.order_id;
  delete from refused_attempt a using order_going g where a.order_id = g.order_id;
  delete from operation o using order_going g where o.order_id = g.order_id and o.ended_at is not null;
  delete from operation_refusal r using order_going g where r.order_id = g.order_id;

  perform make_order_event_table(new_table);
  execute format('alter table %I add constraint opened_in_its_month check (opened_on >= %L and opened_on < %L)',
    new_table, wanted_month, next_month);
  execute format($copy$
    with staying as materialized (
      select order_id, version
      from order_head
      where opened_on >= $1
        and opened_on < $2
    ),
    copied as (
      insert into %I
      select e.*
      from staying s
      cross join lateral (
        select *
        from %I e
        where e.order_id = s.order_id
        offset 0 -- each order by its key: what goes is not read
      ) e
      order by e.position
      returning 1
    )
    select
      (select count(*) from copied),
      (select coalesce(sum(version), 0) from staying),
      (select coalesce(max(last.position), 0) from (select position from order_event order by position desc limit 1) last)
    $copy$, new_table, old_table)
  into copied, stay, through
  using wanted_month, next_month;
  if copied <> stay then
    raise exception 'Of % there should stay % changes, but % were found.', old_table, stay, copied;
  end if;
  execute format('analyze %I', new_table);
end
$$;

-- Puts what stays in the place of the partition. All appends and all readers of the log wait from here until the
-- commit, which must follow at once; it waits for them but shortly, and may be tried again.
drop function if exists replace_retention_part(bigint, date, bigint, text, bytea);
create or replace function replace_retention_part(
  wanted_receipt    bigint,
  wanted_month      date,
  through           bigint,
  last_position     bigint,
  last_recorded_at  timestamptz,
  archive_name      text,
  archive_hash      bytea
) returns void
language plpgsql security definer set search_path = "${flyway:defaultSchema}", pg_temp
set lock_timeout = '100ms' as $$
#variable_conflict use_column
declare
  old_table   text := 'order_event_' || to_char(wanted_month, 'YYYY_MM');
  new_table   text := old_table || '_next';
  before      bigint := pg_total_relation_size(old_table::regclass);
  after       bigint := 0;
  stays       boolean;
begin
  perform pg_advisory_xact_lock(8030591472429199207); -- "orderlog" in ASCII
  perform from order_log_floor where purging_month = wanted_month and purging_until > clock_timestamp();
  if not found then
    raise exception 'The purge of % took too long: what goes may have changed meanwhile.', old_table
      using errcode = 'OR001';
  end if;
  lock table order_event in access exclusive mode;

  execute format('insert into %I select * from %I where position > $1', new_table, old_table) using through;
  truncate order_going; -- Nothing of what went is kept by its id.
  execute format('select exists (select from %I)', new_table) into stays;

  execute format('alter table order_event detach partition %I', old_table);
  execute format('drop table %I', old_table);
  if stays or wanted_month >= date_trunc('month', clock_timestamp() at time zone 'UTC') then
    execute format('alter table %I rename to %I', new_table, old_table);
    execute format('alter index %I rename to %I', new_table || '_pkey', old_table || '_pkey');
    execute format('alter index %I rename to %I',
      new_table || '_has_one_event_per_position', old_table || '_has_one_event_per_position');
    execute format('alter table order_event attach partition %I for values from (%L) to (%L)',
      old_table, wanted_month, (wanted_month + interval '1 month')::date);
    execute format('alter table %I drop constraint opened_in_its_month', old_table);
    after := pg_total_relation_size(old_table::regclass);
  else
    execute format('drop table %I', new_table);
  end if;

  update order_log_floor set
    position = greatest(position, last_position, imported), -- of what was imported the last need not be the latest
    recorded_at = greatest(recorded_at, last_recorded_at),
    purging_month = null,
    purging_plan = null,
    purging_until = null;
  insert into retention_receipt_part (receipt, month, orders, changes, bytes, digest, archive, archive_sha256)
  select r.id, p.month, p.orders, p.changes, greatest(0, before - after), p.digest, archive_name, archive_hash
  from retention_receipt r
  join retention_plan_part p on p.plan = r.plan and p.month = wanted_month
  where r.id = wanted_receipt;
end
$$;

-- Ends the execution of a plan; again and again it is the same end.
create or replace function end_retention(wanted_receipt bigint, reason text) returns void
language sql security definer set search_path = "${flyway:defaultSchema}", pg_temp
begin atomic
  insert into retention_receipt_end (receipt, stopped)
  values (wanted_receipt, reason)
  on conflict do nothing;
end;

-- Forgets which changes of the orders that go were skipped; the application may not delete them otherwise.
create or replace function forget_skipped_changes() returns void
language sql security definer set search_path = "${flyway:defaultSchema}", pg_temp
begin atomic
  delete from projection_skipped s
  using order_going g
  where s.order_id = g.order_id;
end;

-- What was decided and done stays written, whoever asks.
create or replace function refuse_change_of_receipts() returns trigger
language plpgsql as $$
begin
  raise exception 'What retention did stays written: % of % is refused.', lower(tg_op), tg_table_name
    using errcode = 'restrict_violation';
end
$$;

do $$
declare
  kept text;
begin
  foreach kept in array array['retention_plan', 'retention_plan_part', 'retention_receipt', 'retention_receipt_part',
    'retention_receipt_end', 'order_tombstone']
  loop
    execute format('create or replace trigger stays_as_it_is before update or delete or truncate on %I '
      'for each statement execute function refuse_change_of_receipts()', kept);
    execute format('alter table %I enable always trigger stays_as_it_is', kept);
  end loop;
end
$$;

revoke execute on function
  make_retention_plan(interval, interval, text[], text),
  retention_part_digest(bigint, date),
  begin_retention(bigint, text),
  mark_retention_part(bigint, date, interval),
  unmark_retention_part(),
  take_out_retention_part(bigint, date),
  replace_retention_part(bigint, date, bigint, bigint, timestamptz, text, bytea),
  end_retention(bigint, text),
  forget_skipped_changes()
  from public;
grant execute on function
  make_retention_plan(interval, interval, text[], text),
  retention_part_digest(bigint, date),
  begin_retention(bigint, text),
  mark_retention_part(bigint, date, interval),
  unmark_retention_part(),
  take_out_retention_part(bigint, date),
  replace_retention_part(bigint, date, bigint, bigint, timestamptz, text, bytea),
  end_retention(bigint, text)
  to orderstore_retention;
grant execute on function forget_skipped_changes() to orderstore_app;
grant select on
  retention_plan, retention_plan_part, retention_receipt, retention_receipt_part, retention_receipt_end,
  order_tombstone, order_going, order_log_floor
  to orderstore_app, orderstore_retention;
grant select, insert, update on order_hold to orderstore_app;
grant select, insert, update, delete on scheduled_task to orderstore_app;
