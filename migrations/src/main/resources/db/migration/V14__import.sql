-- Which part of the log came from archives of another.
alter table order_log_floor
  add column imported bigint not null default 0;

comment on column order_log_floor.imported is
  'Up to this position everything was imported: recorded before all that follows, but not in the order of positions.';
