-- What the list of licences of MISPs is read from (0027): one narrow row per licence. A licence is listed also
-- where its partner or policy is gone, because nothing refers to them; its group is that of its partner.

create table pmp.misp_licence_row (
  misp_license_id varchar(36) primary key,
  part_id varchar(36) not null,
  part_order text collate "C" not null,
  org_order text collate "C",
  policy_group_id varchar(36),
  group_order text collate "C",
  policy_id varchar(36),
  policy_order text collate "C",
  key_name varchar(128),
  name_order text collate "C",
  is_active boolean not null,
  created_at timestamp not null,
  expires_at timestamp,
  is_listed boolean not null
);
create table pmp.misp_licence_count (
  id bigint generated always as identity primary key,
  is_active boolean not null,
  total bigint not null
);

call pmp.keep_rows($${
  "rows": "pmp.misp_licence_row", "base": "pms.misp_license", "key": "misp_license_id",
  "own": {
    "part_id": "misp_id", "part_order": "pmp.sort_key(misp_id)", "policy_id": "policy_id",
    "key_name": "license_key_name", "name_order": "pmp.sort_key(license_key_name)",
    "is_active": "is_active", "created_at": "cr_dtimes", "expires_at": "valid_to_date",
    "is_listed": "is_deleted is not true"
  },
  "dimensions": [
    {"table": "pms.partner", "key": "id", "by": "part_id", "columns": {
      "policy_group_id": "policy_group_id"}, "later": {"org_order": "pmp.sort_key(name)"}},
    {"table": "pms.auth_policy", "key": "id", "by": "policy_id", "later": {
      "policy_order": "pmp.sort_key(name)"}},
    {"table": "pms.policy_group", "key": "id", "by": "policy_group_id", "later": {
      "group_order": "pmp.sort_key(name)"}}
  ]
}$$);
call pmp.keep_counts('pmp.misp_licence_row', 'pmp.misp_licence_count', '{is_active}');

-- By each column that can be sorted, for active licences and others.
call pmp.index_orders('pmp.misp_licence_row', 'misp_license_id', '{is_active}',
  '{created_at, expires_at, part_order, org_order, policy_order, group_order, name_order}');
-- Those that end within some days, whether they are active or not.
create index misp_licence_row_expiry on pmp.misp_licence_row (expires_at) where is_listed;
-- Those of a partner, and those that copy from a policy or a group.
create index misp_licence_row_partner on pmp.misp_licence_row (part_id, misp_license_id);
create index misp_licence_row_policy on pmp.misp_licence_row (policy_id, misp_license_id);
create index misp_licence_row_group on pmp.misp_licence_row (policy_group_id, misp_license_id);
call pmp.index_parts('pmp.misp_licence_row', '{part_id, key_name}');

-- V1 searches of keys, newest or oldest first.
create index if not exists pmp_licence_created on pms.misp_license (cr_dtimes) where is_deleted is not true;
-- V1 values of keys and policies for drop-downs, each with the MISP that it is of.
create index if not exists pmp_licence_key_values on pms.misp_license (license_key, misp_id)
  where is_deleted is not true;
create index if not exists pmp_licence_policy_values on pms.misp_license (policy_id, misp_id)
  where is_deleted is not true;
