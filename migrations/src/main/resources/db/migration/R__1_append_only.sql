-- Append-only is PostgreSQL's word: even the owner of the table is refused.
create or replace function refuse_change_of_history() returns trigger
language plpgsql as $$
begin
  raise exception 'The log is append-only: % of % is refused.', lower(tg_op), tg_table_name
    using errcode = 'restrict_violation',
          hint = 'Correct a change by appending a correction; history leaves through retention alone.';
end
$$;

-- Cloned to every partition, also for statements that name the partition itself.
create or replace trigger rows_never_change
  before update or delete on order_event
  for each row execute function refuse_change_of_history();

create or replace trigger history_is_never_truncated
  before truncate on order_event
  for each statement execute function refuse_change_of_history();

alter table order_event enable always trigger rows_never_change;
alter table order_event enable always trigger history_is_never_truncated;
