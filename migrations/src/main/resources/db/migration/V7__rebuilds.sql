-- The making of a new generation beside the one that readers see. Each step is a transaction that locks what it
-- works on, so that any node can take the next one, and goes on where another died.
create table projection_rebuild (
  id           bigint       not null generated always as identity,
  projection   text         not null collate "C",
  generation   integer      not null,                 -- the one that is made; its tables may be dropped by now
  replaces     integer,                               -- the one that readers saw when it began
  promote      text         not null,
  state        text         not null default 'running',
  step         text         not null default 'planning', -- of a running one: what comes next
  through      bigint       not null default 0,       -- filled by ranges of orders up to here, then along the log
  total        bigint       not null default 0,       -- changes in the ranges
  previous     text         not null default 'kept',  -- what became of the generation that was replaced
  compared_at  bigint,                                -- how it differs from what it is to replace, at this position:
  equal        bigint,                                -- rows of all tables together
  changed      bigint,
  missing      bigint,
  extra        bigint,
  samples      text,                                  -- JSON: some of those that differ
  failure      text,
  started_by   text         not null,
  started_at   timestamptz  not null default clock_timestamp(),
  filled_at    timestamptz,
  ended_at     timestamptz,
  constraint rebuild_has_its_own_id primary key (id),
  constraint rebuild_is_of_a_projection foreign key (projection) references projection (name),
  constraint rebuild_is_promoted_somehow check (promote in ('automatic', 'manual')),
  constraint rebuild_is_in_a_state check (
    state in ('running', 'caught-up', 'promoted', 'discarded', 'cancelled', 'failed')
  ),
  constraint rebuild_takes_a_step check (step in ('planning', 'filling', 'indexing', 'joining', 'following')),
  constraint previous_is_kept_or_dropped check (previous in ('kept', 'dropped'))
);

create unique index projection_is_rebuilt_once_at_a_time on projection_rebuild (projection)
  where state in ('running', 'caught-up');

-- What is to be read for a rebuild, in parts that are taken in whole or not at all.
create table projection_rebuild_range (
  rebuild   bigint   not null,
  place     integer  not null,
  month     date     not null,
  after_id  text     not null collate "C",
  last_id   text     not null collate "C",
  changes   bigint   not null,
  done      boolean  not null default false,
  constraint range_is_counted_by_rebuild primary key (rebuild, place),
  constraint range_belongs_to_a_rebuild foreign key (rebuild) references projection_rebuild (id) on delete cascade
) with (fillfactor = 50);
