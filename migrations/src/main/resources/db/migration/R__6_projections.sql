-- Tables of a projection's generations. Each is made like <base>_layout and called <base>_<generation>; readers see
-- one of them through the view <base>. The application's role may not define tables, so these do it for it.

-- Makes a table without indexes, or does nothing if it is there.
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
  select ' with (' || array_to_string(reloptions, ', ') || ')' into options from pg_class where oid = layout;
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
