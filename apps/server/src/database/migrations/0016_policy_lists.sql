-- Policy management: saves that are told apart for good, names that count as equal, and indexes for
-- rare types, ids, free text and the searches of V1.

-- Revisions of next versions are never used again, also not after one is published or discarded.
create sequence if not exists pmp.policy_revision as integer;
select setval('pmp.policy_revision', (select coalesce(max(revision), 0) + 1 from pmp.policy_next_version));

-- What makes two names of policies or groups the same: surrounding white space of any kind and letter
-- case do not count. Reads take whatever exists.
create or replace function pmp.name_key(name varchar) returns text
language sql immutable parallel safe as $$
  select lower(btrim(name, U&'\0009\000A\000B\000C\000D\0020\0085\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A\2028\2029\202F\205F\3000\FEFF'))
$$;
drop index if exists pms.pmp_policy_name_in_group;
create index if not exists pmp_policy_name_key on pms.auth_policy (policy_group_id, pmp.name_key(name));
drop index if exists pms.pmp_group_name;
create index if not exists pmp_group_name_key on pms.policy_group (pmp.name_key(name));

-- The policies of a type, or of a type in a state, newest first; by name, and by code point as V1 sorts.
create index if not exists pmp_policy_type_created on pms.auth_policy (policy_type, cr_dtimes desc, id)
  where is_deleted is not true;
create index if not exists pmp_policy_type_status on pms.auth_policy
  (policy_type, pmp.policy_status(policy_schema, is_active), cr_dtimes desc, id)
  where is_deleted is not true;
create index if not exists pmp_policy_type_name on pms.auth_policy (policy_type, name, id)
  where is_deleted is not true;
create index if not exists pmp_policy_search_type_name on pms.auth_policy
  (policy_type, name collate "C", id) where is_deleted is not true;
-- V1 searches over all types, by name.
create index if not exists pmp_policy_search_name on pms.auth_policy (name collate "C", id)
  where is_deleted is not true;
-- The policies of a group, newest first.
create index if not exists pmp_policy_group_created on pms.auth_policy
  (policy_group_id, cr_dtimes desc, id) where is_deleted is not true;
-- The list of groups by name.
create index if not exists pmp_group_list_name on pms.policy_group (name, id)
  where is_deleted is not true;

-- Whom a policy reaches.
create index if not exists pmp_client_policy on pms.oidc_client (policy_id);
create index if not exists pmp_licence_policy on pms.misp_license (policy_id) where policy_id is not null;

-- A part of an id.
do $$
begin
  if exists (select 1 from pg_extension where extname = 'pg_trgm') then
    create index if not exists pmp_policy_id_part on pms.auth_policy using gin (lower(id) gin_trgm_ops);
  end if;
end
$$;
