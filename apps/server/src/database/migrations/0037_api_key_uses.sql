-- When each API key was last looked up, written in batches beside the look-ups. It refers to no row, because
-- other programs may empty the table of the keys.
create table pmp.api_key_use (
  policy_api_key varchar(128) primary key,
  used_at timestamp not null
);
