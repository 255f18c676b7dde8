-- What the application may do: append and read; the head of an order moves with its events.
-- Nothing grants UPDATE, DELETE or TRUNCATE on the log. Retention has a role of its own.
grant usage on schema "${flyway:defaultSchema}" to orderstore_app, orderstore_retention;

grant select, insert on order_event to orderstore_app;
grant select on order_log_floor to orderstore_app;
grant select, insert, update on order_head to orderstore_app;
grant select on order_event_json to orderstore_app;

-- A key is made and revoked, never changed.
grant select, insert, delete on api_key to orderstore_app;

grant select, insert, update, delete on refused_attempt to orderstore_app;

-- Read models are the application's own; their tables are made, shown and dropped by functions alone.
grant select, insert, update on projection to orderstore_app;
grant select, insert, update, delete on projection_generation, projection_segment, projection_dead_letter
  to orderstore_app;
grant select, insert, update on projection_rebuild to orderstore_app;
grant select, insert, update, delete on projection_rebuild_range to orderstore_app;
grant select, insert on projection_skipped to orderstore_app;
grant select on order_overview, order_stay, status_change_count, order_count to orderstore_app;
revoke execute on function
  make_projection_table(text, integer),
  index_projection_table(text, integer),
  make_projection_part(text, integer, date),
  replace_projection_part(text, integer, date),
  show_projection_table(text, integer),
  drop_projection_table(text, integer)
  from public;
grant execute on function
  make_projection_table(text, integer),
  index_projection_table(text, integer),
  make_projection_part(text, integer, date),
  replace_projection_part(text, integer, date),
  show_projection_table(text, integer),
  drop_projection_table(text, integer)
  to orderstore_app;

revoke execute on function make_order_event_partitions(integer) from public;
grant execute on function make_order_event_partitions(integer) to orderstore_app;

revoke execute on function append_events(text[], integer[], text[], text[], text[], text[]) from public;
grant execute on function append_events(text[], integer[], text[], text[], text[], text[]) to orderstore_app;
revoke execute on function append_runs(text[], integer[], text[], text[], text[], text[], integer[]) from public;
grant execute on function append_runs(text[], integer[], text[], text[], text[], text[], integer[]) to orderstore_app;

grant select on order_event, order_head to orderstore_retention;
