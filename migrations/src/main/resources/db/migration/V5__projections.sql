-- Read models, each made from the log alone. A projection has generations: each is a set of tables of its own with
-- its own place in the log, so that a new one can be built beside the one that readers see.
create table projection (
  name    text     not null collate "C",
  live    integer,                         -- the generation that readers see; null until the first is complete
  paused  boolean  not null default false, -- nobody processes it, on any node
  constraint projection_has_its_own_name primary key (name),
  constraint projection_name_is_a_word check (name ~ '^[a-z][a-z-]{0,39}$')
);

create table projection_generation (
  projection  text         not null collate "C",
  generation  integer      not null,
  version     integer      not null, -- of the projector's rules, as the code counts them
  following   boolean      not null, -- whether it goes along with the log; before, it is being filled
  made_at     timestamptz  not null default clock_timestamp(),
  constraint generation_is_counted_by_projection primary key (projection, generation),
  constraint generation_belongs_to_a_projection foreign key (projection) references projection (name),
  constraint generation_counts_from_one check (generation >= 1)
);

alter table projection
  add constraint what_readers_see_is_there foreign key (name, live)
    references projection_generation (projection, generation);

-- How far each part of a generation has come, and who works on it. Rows of read models and this position are written
-- in one transaction, which first locks this row: whoever lost the claim writes nothing.
create table projection_segment (
  projection  text     not null collate "C",
  generation  integer  not null,
  segment     integer  not null, -- orders whose hash ends in these bits
  position    bigint   not null, -- every event up to here is in
  owner       text,              -- the node that processes it
  claimed_at  timestamptz not null default clock_timestamp(),
  failure     text,              -- why the last batch was not taken in; null after one that was
  constraint segment_is_counted_by_generation primary key (projection, generation, segment),
  constraint segment_belongs_to_a_generation foreign key (projection, generation)
    references projection_generation (projection, generation) on delete cascade
) with (fillfactor = 20); -- a few rows, each moved with every batch

-- Changes that a generation could not take in, and those of the same order that came after them, which wait. The
-- changes themselves are in the log.
create table projection_dead_letter (
  id          bigint       not null generated always as identity,
  projection  text         not null collate "C",
  generation  integer      not null,
  order_id    text         not null collate "C",
  version     integer      not null,
  position    bigint       not null,
  failure     text,                  -- null: it only waits for one before it
  attempts    integer      not null,
  parked_at   timestamptz  not null default clock_timestamp(),
  constraint dead_letter_has_its_own_id primary key (id),
  constraint dead_letter_is_parked_once unique (projection, generation, order_id, version),
  constraint dead_letter_belongs_to_a_generation foreign key (projection, generation)
    references projection_generation (projection, generation) on delete cascade
);

-- What each generation's table of the overview is made like: one row an order. A search is a merge of exact ranges
-- of one of the indexes: of each status with and without conflict, in the order that is asked for.
create table order_overview_layout (
  order_id     text         not null collate "C",
  status       text         not null collate "C",
  source       text         collate "C", -- who told the change that made the status
  conflicting  boolean      not null,
  changed_at   timestamptz  not null,    -- when the change that made the status happened
  opened_at    timestamptz  not null,
  version      integer      not null,
  position     bigint       not null,    -- of the order's last change
  primary key (order_id)
) with (fillfactor = 80);

create index on order_overview_layout (status, conflicting, changed_at, order_id);
create index on order_overview_layout (source, status, conflicting, changed_at, order_id) where source is not null;

-- In the order of ids, under another name for that order: under its own PostgreSQL would go through all orders by the
-- primary key, since it does not know which status is rare. The time is there to be looked at on the way.
create index on order_overview_layout (status, conflicting, order_id text_pattern_ops) include (changed_at);
create index on order_overview_layout (source, status, conflicting, order_id text_pattern_ops) include (changed_at)
  where source is not null;

-- What readers see. Which generation that is changes by replacing the view.
create view order_overview as select * from order_overview_layout;

-- Orders that retention must leave alone, found without a look at all the others.
create index order_head_is_held on order_head (order_id) where held;
