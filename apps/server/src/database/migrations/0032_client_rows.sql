-- What the list of OIDC clients is read from (0027): one narrow row per client. A client is listed also
-- where its partner or policy is gone, because nothing refers to them.

create table pmp.client_row (
  id varchar(100) primary key,
  id_order text collate "C" not null,
  part_id varchar(100) not null,
  part_order text collate "C" not null,
  org_order text collate "C",
  policy_id varchar(50) not null,
  policy_order text collate "C",
  policy_group_id varchar(36),
  group_order text collate "C",
  client_name varchar(256) not null,
  name_order text collate "C" not null,
  status varchar(20) not null,
  created_at timestamp not null,
  is_listed boolean not null default true
);
create table pmp.client_count (
  id bigint generated always as identity primary key,
  status varchar(20) not null,
  total bigint not null
);

call pmp.keep_rows($${
  "rows": "pmp.client_row", "base": "pms.oidc_client", "key": "id",
  "own": {
    "id_order": "pmp.sort_key(id)", "part_id": "rp_id", "part_order": "pmp.sort_key(rp_id)",
    "policy_id": "policy_id", "client_name": "name", "name_order": "pmp.sort_key(name)",
    "status": "status", "created_at": "cr_dtimes"
  },
  "dimensions": [
    {"table": "pms.partner", "key": "id", "by": "part_id", "later": {
      "org_order": "pmp.sort_key(name)"}},
    {"table": "pms.auth_policy", "key": "id", "by": "policy_id", "columns": {
      "policy_group_id": "policy_group_id"}, "later": {"policy_order": "pmp.sort_key(name)"}},
    {"table": "pms.policy_group", "key": "id", "by": "policy_group_id", "later": {
      "group_order": "pmp.sort_key(name)"}}
  ]
}$$);
call pmp.keep_counts('pmp.client_row', 'pmp.client_count', '{status}');

-- By each column that can be sorted, for each status.
call pmp.index_orders('pmp.client_row', 'id', '{status}',
  '{created_at, part_order, org_order, policy_order, group_order, name_order, id_order}');
-- Those of a partner, and those that copy from a policy or a group.
create index client_row_partner on pmp.client_row (part_id, id);
create index client_row_policy on pmp.client_row (policy_id, id);
create index client_row_group on pmp.client_row (policy_group_id, id);
call pmp.index_parts('pmp.client_row', '{part_id, client_name}');
