-- The counters of the statistics are kept apart by the month in which an order was opened, as the log is: when
-- retention takes nearly all of a month, what they had of it is known without a look at what goes. Generations that
-- are there stay as they are; the projector's next version is built beside them.
alter table order_stay_layout
  add column opened_in date, -- the month in which the order was opened, on the stay that it is in
  add constraint the_present_stay_has_the_month check ((left_at is null) = (opened_in is not null));

alter table status_change_count_layout
  add column opened_in date not null, -- the month in which the orders were opened, by its first day
  drop constraint status_change_count_layout_pkey,
  add primary key (hour, status, bucket, opened_in);

create index on status_change_count_layout (opened_in);

alter table order_count_layout
  add column opened_in date not null,
  drop constraint order_count_layout_pkey,
  add primary key (status, bucket, opened_in);
