-- The way of archived orders into a log in which there is nothing else: whole orders that it does not have, each from
-- its first version to its last, one order after the other, each with the state after its last event in the place of
-- that. Versions and times stay, positions are given anew. Answers the last of them.
--
-- Times do not go up with these positions. Everything that is appended later was recorded later, which the floor sees
-- to, and has a higher position.
create or replace function import_events(
  order_ids     text[],
  versions      integer[],
  recorded      text[],
  event_types   text[],
  payloads      text[],
  metadatas     text[],
  states        text[]
) returns bigint
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
#variable_conflict use_column
declare
  floor      order_log_floor;
  last       bigint;
  latest     timestamptz;
  month      date;
  partition  text;
begin
  perform pg_advisory_xact_lock(8030591472429199207); -- "orderlog" in ASCII
  select * into strict floor from order_log_floor;
  last := coalesce((select position from order_event order by position desc limit 1), 0);
  if floor.position > 0 or last > floor.imported then
    raise exception 'The log has changes that were not imported.' using errcode = 'OR002';
  end if;

  for month in
    select distinct date_trunc('month', r.recorded::timestamptz at time zone 'UTC')::date
    from unnest(versions, recorded) as r (version, recorded)
    where r.version = 1
  loop
    partition := 'order_event_' || to_char(month, 'YYYY_MM');
    if to_regclass(partition) is null then
      perform make_order_event_table(partition);
      execute format('alter table order_event attach partition %I for values from (%L) to (%L)',
        partition, month, (month + interval '1 month')::date);
    end if;
  end loop;

  with placed as (
    select
      a.order_id, a.version, a.recorded::timestamptz as recorded_at, a.event_type::order_event_type as event_type,
      a.payload, a.metadata, a.state, a.place,
      last + a.place as position,
      (min(a.recorded::timestamptz) over (partition by a.order_id) at time zone 'UTC')::date as opened_on
    from unnest(order_ids, versions, recorded, event_types, payloads, metadatas, states)
      with ordinality as a (order_id, version, recorded, event_type, payload, metadata, state, place)
  ),
  chained as materialized (
    select
      *,
      order_event_hash_chain(version - 1, null, position, recorded_at, opened_on, version, order_id, event_type::text,
        payload, metadata) over in_order as hash,
      lead(version, 1, 1) over in_order = 1 as is_last
    from placed
    window in_order as (order by place rows unbounded preceding)
  ),
  event as (
    insert into order_event
      (position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash)
    select position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash
    from chained
  ),
  opened as (
    insert into order_head
      (recorded_at, opened_on, version, order_id, hash, state)
    select recorded_at, opened_on, version, order_id, hash, state
    from chained
    where is_last
  )
  select max(position), max(recorded_at) into last, latest
  from chained;

  update order_log_floor set
    imported = last,
    recorded_at = greatest(recorded_at, latest);
  return last;
end
$$;

revoke execute on function import_events(text[], integer[], text[], text[], text[], text[], text[]) from public;
grant execute on function import_events(text[], integer[], text[], text[], text[], text[], text[]) to orderstore_app;
