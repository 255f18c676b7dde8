-- Tables of a projection's generations. Each is made like <base>_layout and called <base>_<generation>; readers see
-- one of them through the view <base>. The application's role may not define tables, so these do it for it.
--
-- A layout may be divided into parts, one for each month in which orders were opened: the column month.

-- Makes a table without indexes, and without parts, or does nothing if it is there.
create or replace function make_projection_table(base text, generation integer) returns void
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
declare
  layout   regclass := to_regclass(quote_ident(base || '_layout'));
  made     text := base || '_' || generation;
  options  text;
begin
  if layout is null then
    raise exception 'There is no table %_layout to make a table like.', base;
  end if;
  if to_regclass(quote_ident(made)) is not null then
    return;
  end if;
  select coalesce(' partition by ' || pg_get_partkeydef(oid), ' with (' || array_to_string(reloptions, ', ') || ')')
  into options
  from pg_class
  where oid = layout;
  execute format('create table %I (like %s including all excluding indexes excluding comments)%s',
    made, layout, coalesce(options, ''));
  execute format('grant select, insert, update, delete on %I to orderstore_app', made);
end
$$;

-- Gives such a table the indexes of its layout, those that it does not have yet.
create or replace function index_projection_table(base text, generation integer) returns void
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
declare
  layout  regclass := to_regclass(quote_ident(base || '_layout'));
  made    regclass := to_regclass(quote_ident(base || '_' || generation));
  wanted  record;
begin
  for wanted in
    select
      row_number() over (order by index.indexrelid) as place,
      index.indisprimary as is_key,
      pg_get_constraintdef(claim.oid) as claim,
      regexp_replace(pg_get_indexdef(index.indexrelid), '^CREATE INDEX .* USING', 'USING') as definition
    from pg_index index
    left join pg_constraint claim on claim.conindid = index.indexrelid and claim.contype = 'p'
    where index.indrelid = layout
    order by index.indexrelid
  loop
    if to_regclass(quote_ident(base || '_' || generation || '_' || wanted.place)) is not null then
      continue;
    end if;
    if wanted.is_key then
      execute format('alter table %s add constraint %I %s', made, base || '_' || generation || '_' || wanted.place,
        wanted.claim);
    else
      execute format('create index %I on %s %s', base || '_' || generation || '_' || wanted.place, made,
        wanted.definition);
    end if;
  end loop;
  execute format('analyze %s', made);
end
$$;

-- Makes the part of a table for a month, unless it is there.
create or replace function make_projection_part(base text, generation integer, month date) returns void
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
declare
  whole  text := base || '_' || generation;
  part   text := whole || to_char(month, '_YYYY_MM');
begin
  if to_regclass(quote_ident(base || '_layout')) is null then
    raise exception 'There is no table %_layout, so % is no projection.', base, base;
  end if;
  if to_regclass(quote_ident(part)) is null then
    execute format('lock table %I in share update exclusive mode', whole); -- One at a time; who reads or writes goes on.
    if to_regclass(quote_ident(part)) is null then
      execute format('create table %I (like %I including defaults including constraints) with (fillfactor = 80)',
        part, whole);
      execute format('grant select, insert, update, delete on %I to orderstore_app', part);
      execute format('alter table %I attach partition %I for values in (%L)', whole, part, month);
    end if;
  end if;
  -- Who has just made it may have committed and not yet told this session, which would find no part for its rows.
  execute format('lock table %I in row exclusive mode', part);
end
$$;

-- Parts that were made before the application asked for them by their names.
do $$
declare
  part  regclass;
begin
  for part in
    select inhrelid
    from pg_inherits
    where has_table_privilege('orderstore_app', inhparent, 'delete')
      and not has_table_privilege('orderstore_app', inhrelid, 'delete')
  loop
    execute format('grant select, insert, update, delete on %s to orderstore_app', part);
  end loop;
end
$$;

-- Puts the rows of the orders that have a head in the place of all rows of a month. Who writes them must have been
-- stopped; who reads them waits from here until the commit. It waits for readers but shortly, and may be tried again.
create or replace function replace_projection_part(base text, generation integer, wanted_month date) returns void
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp
set lock_timeout = '100ms' as $$
declare
  part  text := base || '_' || generation || to_char(wanted_month, '_YYYY_MM');
begin
  if to_regclass(quote_ident(part)) is null then
    return;
  end if;
  execute format('lock table %I in access exclusive mode', base || '_layout');
  if wanted_month < date_trunc('month', clock_timestamp() at time zone 'UTC')
    and not exists (
      select
      from order_head
      where opened_on >= wanted_month
        and opened_on < wanted_month + interval '1 month'
    )
  then
    execute format('drop table %I', part);
    return;
  end if;
  execute format($copy$
    create unlogged table %I as
    select t.*
    from order_head h
    cross join lateral (
      select *
      from %I t
      where t.order_id = h.order_id
      offset 0 -- each order by its key: what goes is not read
    ) t
    where h.opened_on >= %L
      and h.opened_on < %L
    $copy$, part || '_staying', part, wanted_month, wanted_month + interval '1 month');
  execute format('truncate %I', part);
  execute format('insert into %I select * from %I', part, part || '_staying');
  execute format('drop table %I', part || '_staying');
end
$$;

-- Lets readers see another generation, from the commit on.
create or replace function show_projection_table(base text, generation integer) returns void
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
begin
  if to_regclass(quote_ident(base || '_layout')) is null then
    raise exception 'There is no table %_layout, so % is no projection.', base, base;
  end if;
  execute format('create or replace view %I as select * from %I', base, base || '_' || generation);
exception when invalid_table_definition then -- It is of an earlier version, with fewer columns.
  execute format('drop view %I', base);
  execute format('create view %I as select * from %I', base, base || '_' || generation);
  execute format('grant select on %I to orderstore_app', base);
end
$$;

-- Drops a generation's table. PostgreSQL refuses if readers see it.
create or replace function drop_projection_table(base text, generation integer) returns void
language plpgsql strict security definer set search_path = "${flyway:defaultSchema}", pg_temp as $$
begin
  if to_regclass(quote_ident(base || '_layout')) is null then
    raise exception 'There is no table %_layout, so % is no projection.', base, base;
  end if;
  execute format('drop table if exists %I', base || '_' || generation);
end
$$;
