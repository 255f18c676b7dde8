-- Who may use the API. A key itself is shown once and never stored: whoever reads this table learns
-- no key from it. The SHA-256 needs neither salt nor stretching, because a key is 256 random bits.
--
-- The constraints are named as claims, so that a violation in a log or a refusal reads as what it is.
create table api_key (
  name        text        not null collate "C", -- also the order of pages, the same on every server
  sha256      bytea       not null,
  roles       text[]      not null,
  created_at  timestamptz not null default clock_timestamp(),
  created_by  text        not null, -- the name of a key, which may be gone by now: no foreign key
  constraint api_key_has_its_own_name primary key (name),
  constraint api_key_is_known_by_one_hash unique (sha256),
  constraint api_key_name_fits_in_a_path check (
    name ~ '^[A-Za-z0-9._~-]{1,64}$' and name not in ('.', '..')
  ),
  constraint api_key_hash_is_a_sha256 check (octet_length(sha256) = 32),
  constraint api_key_has_known_roles check (
    cardinality(roles) > 0 and roles <@ array['reader', 'writer', 'operator']
  )
);
