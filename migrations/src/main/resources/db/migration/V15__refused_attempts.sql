-- Changes of orders that were refused, so that it can be told why an order did not change. They are noted a moment
-- later, and only for a while: not a part of the log.
create table refused_attempt (
  order_id          text         not null collate "C",
  change_id         text         not null collate "C",
  problem           text         not null collate "C", -- the last part of its type
  requested_status  text         not null collate "C",
  actor             text         not null collate "C", -- the name of the key
  kind              text         not null,
  detail            text         not null,
  times             bigint       not null,             -- a client that tries again and again makes one row
  at                timestamptz  not null,             -- the last time
  constraint attempt_is_noted_once primary key (order_id, change_id, problem, requested_status, actor),
  constraint attempt_was_made_at_least_once check (times >= 1)
);

create index refused_attempt_by_age on refused_attempt (at);
