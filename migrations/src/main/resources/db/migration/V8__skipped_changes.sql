-- Parked changes that an operator gave up for a generation, for good: its rows are as if they had not happened. They
-- stay written down when the generation is gone.
create table projection_skipped (
  id          bigint       not null generated always as identity,
  projection  text         not null collate "C",
  generation  integer,               -- null: it has been dropped
  order_id    text         not null collate "C",
  version     integer      not null,
  position    bigint       not null,
  failure     text         not null, -- why it could not be taken in
  attempts    integer      not null,
  reason      text         not null, -- why it may be left out
  skipped_by  text         not null, -- the name of the operator's key
  skipped_at  timestamptz  not null default clock_timestamp(),
  constraint skipped_change_has_its_own_id primary key (id),
  constraint change_is_skipped_once unique (projection, generation, order_id, version),
  constraint skipped_change_belongs_to_a_projection foreign key (projection) references projection (name),
  constraint skipped_change_was_left_out_of_a_generation foreign key (projection, generation)
    references projection_generation (projection, generation) on delete set null (generation),
  constraint reason_is_a_sentence_or_two check (length(reason) between 1 and 500)
);

-- Counted on the row that each batch locks, so that no batch overlooks a skip that was just made.
alter table projection_segment
  add column skips integer not null default 0; -- changes that were given up; what follows them follows what was before
