-- Stays are kept apart by the month in which their order was opened, as the log is: a purge that takes nearly all of a
-- month puts what stays of that part in its place. Generations that are there stay as they are; the projector's next
-- version is built beside them.
drop table order_stay_layout cascade; -- with the view, as long as there is no generation

create table order_stay_layout (
  order_id    text         not null collate "C",
  month       date         not null,           -- in which the order was opened, by its first day: the part
  ordinal     integer      not null,           -- counts the order's stays from 1, by time
  status      text         not null collate "C",
  entered_at  timestamptz  not null,
  changed_at  timestamptz  not null,           -- of the last change to this status within it
  left_at     timestamptz,                     -- null: the order is still there
  version     integer,                         -- of the order so far, on the stay that it is in
  primary key (order_id, ordinal, month),
  constraint a_stay_ends_after_it_began check (entered_at <= changed_at and changed_at <= left_at),
  constraint the_present_stay_has_the_version check ((left_at is null) = (version is not null))
) partition by list (month);

-- Who is overdue, and how long orders stayed, each read from the index alone.
create index on order_stay_layout (status, changed_at) where left_at is null;
create index on order_stay_layout (left_at) include (status, entered_at) where left_at is not null;

do $$
begin
  if to_regclass('order_stay') is null then
    create view order_stay as select * from order_stay_layout;
    grant select on order_stay to orderstore_app;
  end if;
end
$$;

-- Who reads stays of one moment locks this first, and so does who replaces a part of them.
grant select on order_stay_layout to orderstore_app;
