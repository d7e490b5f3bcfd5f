-- Tokens that a sign-out has ended before their time, for every replica to know.

create table pmp.ended_token (
  -- Hash of what the token's signature covers: a signature may be written in several ways.
  token_hash varchar(43) primary key,
  ended_at timestamp not null,
  expires_at timestamp not null
);
-- What has ended since a replica looked last.
create index ended_token_ended on pmp.ended_token (ended_at);
-- Expired rows are deleted by age.
create index ended_token_expiry on pmp.ended_token (expires_at);
