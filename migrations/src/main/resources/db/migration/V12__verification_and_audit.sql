-- When the whole log was verified, how far that is, and what came of it.
create table verification (
  id          bigint       not null generated always as identity,
  started_by  text         not null, -- the name of the operator's key
  started_at  timestamptz  not null default clock_timestamp(),
  through     bigint       not null, -- the position that the digest and the count are about
  total       bigint       not null, -- changes that there were, about
  orders      bigint       not null default 0,
  changes     bigint       not null default 0,
  broken      bigint       not null default 0, -- orders
  missing     bigint,                -- changes that no receipt tells of; null: not counted
  digest      bytea,                 -- over the last hashes of all orders
  failure     text,                  -- why it did not get to its end
  seen_at     timestamptz  not null default clock_timestamp(), -- its node was alive
  ended_at    timestamptz,
  constraint verification_has_its_own_id primary key (id)
);

-- What operators did and what they tried. An entry is written before anything is done, its end when it is answered.
create table audit_entry (
  id        bigint       not null generated always as identity,
  actor     text         not null, -- the name of the key
  method    text         not null,
  path      text         not null,
  query     text,
  request   text,                  -- the body as JSON, without what may be secret
  trace_id  text         not null,
  at        timestamptz  not null default clock_timestamp(),
  constraint audit_entry_has_its_own_id primary key (id)
);

create index on audit_entry (actor, id);

create table audit_entry_end (
  entry    bigint       not null,
  status   smallint     not null, -- of HTTP
  problem  text,                  -- the name of the problem that was answered
  at       timestamptz  not null default clock_timestamp(),
  constraint audit_entry_ends_once primary key (entry),
  constraint end_belongs_to_an_audit_entry foreign key (entry) references audit_entry (id)
);
