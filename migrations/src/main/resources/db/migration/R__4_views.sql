-- The log for people who query by SQL: payload and metadata as jsonb.
create or replace view order_event_json as
select
  position,
  recorded_at,
  order_id,
  version,
  event_type::text as event_type,
  payload::jsonb as payload,
  metadata::jsonb as metadata
from order_event;
