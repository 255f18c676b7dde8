-- What each generation's table of origins is made like: one row an order.
create table order_origin_layout (
  order_id  text  not null collate "C",
  source    text  collate "C", -- null: its first change named none
  primary key (order_id)
);

create index on order_origin_layout (source);

-- What readers see. Which generation that is changes by replacing the view.
create view order_origin as select * from order_origin_layout;
grant select on order_origin to orderstore_app;
