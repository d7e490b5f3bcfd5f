-- The policy studio: the next version of a published policy, saved views of lists, and the indexes
-- of the lists of policies and groups.

-- A draft beside a published policy; it takes the policy's place when it is published.
create table pmp.policy_next_version (
  policy_id varchar(36) primary key,
  name varchar(128) not null,
  descr varchar(256) not null,
  version varchar(8) not null,
  policy_text varchar(5120) not null,
  -- Counts the saves, so that nobody overwrites what they have not read.
  revision integer not null,
  saved_by varchar(256) not null,
  saved_at timestamp not null
);

-- Lists as their readers want them again.
create table pmp.saved_view (
  id uuid primary key,
  user_name varchar(256) not null,
  list varchar(64) not null,
  name varchar(64) not null,
  search text not null,
  saved_at timestamp not null,
  unique (user_name, list, name)
);

-- Whether a name is taken, surrounding space ignored.
create index if not exists pmp_policy_name_in_group on pms.auth_policy (policy_group_id, btrim(name));
create index if not exists pmp_group_name on pms.policy_group (btrim(name));
-- The list of groups, newest first.
create index if not exists pmp_group_created on pms.policy_group (cr_dtimes desc);
