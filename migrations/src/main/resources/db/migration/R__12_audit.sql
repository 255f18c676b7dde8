-- What operators did stays written, whoever asks.
create or replace function refuse_change_of_audit() returns trigger
language plpgsql as $$
begin
  raise exception 'The audit stays as it was written: % of % is refused.', lower(tg_op), tg_table_name
    using errcode = 'restrict_violation';
end
$$;

do $$
declare
  kept text;
begin
  foreach kept in array array['audit_entry', 'audit_entry_end']
  loop
    execute format('create or replace trigger stays_as_it_is before update or delete or truncate on %I '
      'for each statement execute function refuse_change_of_audit()', kept);
    execute format('alter table %I enable always trigger stays_as_it_is', kept);
  end loop;
end
$$;

grant select, insert on audit_entry, audit_entry_end to orderstore_app;
grant select, insert, update on verification to orderstore_app;
