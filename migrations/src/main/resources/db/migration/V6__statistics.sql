-- What each generation's tables of the statistics are made like.

-- One row for each time that an order was in a status, from the change that brought it there until the one that
-- ended it, by the times at which they happened. Late reports and corrections are where they belong.
create table order_stay_layout (
  order_id    text         not null collate "C",
  ordinal     integer      not null,           -- counts the order's stays from 1, by time
  status      text         not null collate "C",
  entered_at  timestamptz  not null,
  changed_at  timestamptz  not null,           -- of the last change to this status within it
  left_at     timestamptz,                     -- null: the order is still there
  version     integer,                         -- of the order so far, on the stay that it is in
  primary key (order_id, ordinal),
  constraint a_stay_ends_after_it_began check (entered_at <= changed_at and changed_at <= left_at),
  constraint the_present_stay_has_the_version check ((left_at is null) = (version is not null))
) with (fillfactor = 80);

-- Who is overdue, and how long orders stayed, each read from the index alone.
create index on order_stay_layout (status, changed_at) where left_at is null;
create index on order_stay_layout (left_at) include (status, entered_at) where left_at is not null;

-- How many changes to a status happened in an hour. Every change counts once, whatever it did to its order.
create table status_change_count_layout (
  hour     timestamptz  not null,
  status   text         not null collate "C",
  bucket   smallint     not null, -- of the order: those who write at the same time write other rows
  changes  bigint       not null,
  primary key (hour, status, bucket)
) with (fillfactor = 50);

-- How many orders are in a status.
create table order_count_layout (
  status  text      not null collate "C",
  bucket  smallint  not null,
  orders  bigint    not null,
  primary key (status, bucket)
) with (fillfactor = 20); -- a few rows, changed all the time

-- What readers see. Which generation that is changes by replacing the view.
create view order_stay as select * from order_stay_layout;
create view status_change_count as select * from status_change_count_layout;
create view order_count as select * from order_count_layout;
