-- When each API key was last looked up, written in batches beside the look-ups. It refers to no row, because
-- other programs may empty the table of the keys.
create table pmp.api_key_use (
  policy_api_key varchar(128) primary key,
  used_at timestamp not null
);

-- The active keys that end first: what the nightly job looks for.
create index if not exists pmp_key_ending on pms.partner_policy (valid_to_datetime) where is_active;
