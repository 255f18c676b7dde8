-- The next step of a chain of hashes: an order's first event in a call goes on from its head, each further one from
-- the event before it.
create or replace function order_event_hash_next(
  chain        bytea,
  place_in_run integer,
  head         bytea,
  place        bigint, -- the position
  recorded_at  timestamptz,
  opened_on    date,
  version      integer,
  order_id     text,
  event_type   text,
  payload      text,
  metadata     text
) returns bytea
language plpgsql stable parallel safe as $$
begin
  return order_event_hash(case when place_in_run > 0 then chain else head end,
    place, recorded_at, opened_on, version, order_id, event_type, payload, metadata);
end
$$;

create or replace aggregate order_event_hash_chain(
  integer, bytea, bigint, timestamptz, date, integer, text, text, text, text
) (
  sfunc = order_event_hash_next,
  stype = bytea
);

-- As append_events, for calls in which orders have several events: successive versions, one after the other, which
-- are appended all or none. Each says how many of the same order stand directly before it, from 0. The head is
-- written once, from the last. It costs a lone event more than append_events does, and such a run less.
create or replace function append_runs(
  order_ids     text[],
  versions      integer[],
  event_types   text[],
  payloads      text[],
  metadatas     text[],
  states        text[],
  places_in_run integer[]
) returns table (event_place bigint, event_position bigint, event_recorded_at timestamptz)
language plpgsql volatile
set plan_cache_mode = force_generic_plan
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock(8030591472429199207); -- "orderlog" in ASCII
  return query
  with last as (
    select position, recorded_at
    from order_event
    order by position desc
    limit 1
  ),
  clock as materialized (
    select
      greatest(floor.position, (select position from last)) as position,
      greatest(clock_timestamp(), floor.recorded_at, (select recorded_at from last)) as recorded_at,
      case when floor.purging_until > clock_timestamp() then purged_by_somebody(floor.purging_month) end
        as purging_month,
      floor.purging_plan,
      floor.position > 0 as ever_purged
    from order_log_floor floor
  ),
  numbered as (
    select
      a.order_id, a.version, a.event_type::order_event_type as event_type, a.payload, a.metadata, a.state, a.place,
      a.place_in_run,
      clock.position + row_number() over (order by a.place rows unbounded preceding) as position,
      clock.recorded_at,
      coalesce(h.opened_on, (clock.recorded_at at time zone 'UTC')::date) as opened_on,
      h.hash as head_hash
    from unnest(order_ids, versions, event_types, payloads, metadatas, states, places_in_run)
      with ordinality as a (order_id, version, event_type, payload, metadata, state, place_in_run, place)
    cross join clock
    left join order_head h on h.order_id = a.order_id
    where a.version = coalesce(h.version, 0) + a.place_in_run + 1
      and case
        when h.order_id is null then -- The limit says that there is one, so that it is looked up by its key.
          not clock.ever_purged
            or (select receipt from order_tombstone where id_hash = order_id_hash(a.order_id) limit 1) is null
        when h.opened_on >= clock.purging_month and h.opened_on < clock.purging_month + interval '1 month' then
          not goes_by_plan(clock.purging_plan, h.held, h.recorded_at, h.state)
        else true
      end
  ),
  accepted as materialized (
    select
      *,
      order_event_hash_chain(place_in_run, head_hash, position, recorded_at, opened_on, version, order_id,
        event_type::text, payload, metadata) over in_order as hash,
      lead(place_in_run, 1, 0) over in_order = 0 as is_last
    from numbered
    window in_order as (order by place rows unbounded preceding)
  ),
  event as (
    insert into order_event
      (position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash)
    select position, recorded_at, opened_on, version, order_id, event_type, payload, metadata, hash
    from accepted
  ),
  opened as (
    insert into order_head
      (recorded_at, opened_on, version, order_id, hash, state)
    select recorded_at, opened_on, version, order_id, hash, state
    from accepted
    where is_last
      and head_hash is null
  ),
  moved as (
    update order_head head set
      recorded_at = a.recorded_at,
      version = a.version,
      hash = a.hash,
      state = a.state
    from accepted a
    where a.is_last
      and a.head_hash is not null
      and head.order_id = a.order_id
  )
  select place, position, recorded_at
  from accepted;
end
$$;
