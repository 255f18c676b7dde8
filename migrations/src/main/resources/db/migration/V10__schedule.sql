-- What is done at a time, by one node of many: db-scheduler's table. A node picks an execution that is due, and keeps
-- it by its heartbeat; one of a node that died is picked by another.
create table scheduled_task (
  task_name             text         not null,
  task_instance         text         not null,
  task_data             bytea,
  execution_time        timestamptz  not null,
  picked                boolean      not null,
  picked_by             text,
  last_success          timestamptz,
  last_failure          timestamptz,
  consecutive_failures  integer,
  last_heartbeat        timestamptz,
  version               bigint       not null,
  priority              smallint,
  constraint task_is_scheduled_once primary key (task_name, task_instance)
);

create index on scheduled_task (execution_time);
create index on scheduled_task (last_heartbeat);
