-- The one way into the log. Takes the append lock, then compares and advances the heads, gives positions and
-- inserts the events; answers where those stand that were accepted, by their index from 1.
--
-- It is a function because its call is one message: the server has all of it before it takes the lock, so that a
-- client that freezes while it sends the call holds up nobody; only between the call and the message that ends the
-- transaction it does, until transaction_timeout. It is volatile, so that the second statement has a snapshot
-- of its own, taken under the lock: what it reads of heads and of the last position cannot change before the
-- COMMIT. Positions are given only to events whose version is the next, so a refused one leaves no hole.
-- An order may occur once in a call. One that was purged has no head but a tombstone, and is refused whatever any
-- node remembers of it.
create or replace function append_events(
  order_ids    text[],
  versions     integer[],
  event_types  text[],
  payloads     text[],
  metadatas    text[],
  states       text[]
) returns table (event_place bigint, event_position bigint, event_recorded_at timestamptz)
language plpgsql volatile
-- One plan for all calls. It is made while the tables are small, and must still be right when they are large.
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
      clock.position + row_number() over (order by a.place) as position,
      clock.recorded_at,
      coalesce(h.opened_on, (clock.recorded_at at time zone 'UTC')::date) as opened_on,
      h.hash as previous_hash
    from unnest(order_ids, versions, event_types, payloads, metadatas, states)
      with ordinality as a (order_id, version, event_type, payload, metadata, state, place)
    cross join clock
    left join order_head h on h.order_id = a.order_id
    where a.version = coalesce(h.version, 0) + 1
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
      order_event_hash(previous_hash, position, recorded_at, opened_on, version, order_id, event_type::text, payload,
        metadata) as hash
    from numbered
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
    where version = 1
  ),
  moved as (
    update order_head head set
      recorded_at = a.recorded_at,
      version = a.version,
      hash = a.hash,
      state = a.state
    from accepted a
    where a.version > 1
      and head.order_id = a.order_id
  )
  select place, position, recorded_at
  from accepted;
end
$$;
