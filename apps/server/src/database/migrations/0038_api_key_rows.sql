-- API keys of partners of every type, with their ends: the rows of 0027 again, with two columns more.
set local maintenance_work_mem = '256MB';

do $$
declare
  made regprocedure;
begin
  for made in select oid from pg_proc
    where pronamespace = 'pmp'::regnamespace and proname ~ '^pmp_api_key_(row|count)_' loop
    execute format('drop function %s cascade', made);
  end loop;
end
$$;
drop table pmp.api_key_row, pmp.api_key_count;

create table pmp.api_key_row (
  policy_api_key varchar(128) primary key,
  part_id varchar(36) not null,
  part_order text collate "C" not null,
  partner_type varchar(36),
  org_order text collate "C",
  policy_id varchar(36) not null,
  policy_order text collate "C",
  policy_group_id varchar(36),
  group_order text collate "C",
  label varchar(36) not null,
  label_order text collate "C" not null,
  status varchar(16) not null,
  created_at timestamp not null,
  valid_to timestamp,
  is_listed boolean not null generated always as
    (partner_type is not null and policy_group_id is not null) stored
);
create table pmp.api_key_count (
  id bigint generated always as identity primary key,
  status varchar(16) not null,
  partner_type varchar(36) not null,
  total bigint not null
);

call pmp.keep_rows($${
  "rows": "pmp.api_key_row", "base": "pms.partner_policy", "key": "policy_api_key",
  "own": {
    "part_id": "part_id", "part_order": "pmp.sort_key(part_id)", "policy_id": "policy_id",
    "label": "label", "label_order": "pmp.sort_key(label)", "created_at": "cr_dtimes",
    "valid_to": "valid_to_datetime",
    "status": "case when is_active then 'activated' else 'deactivated' end"
  },
  "dimensions": [
    {"table": "pms.partner", "key": "id", "by": "part_id", "columns": {
      "partner_type": "partner_type_code"}, "later": {"org_order": "pmp.sort_key(name)"}},
    {"table": "pms.auth_policy", "key": "id", "by": "policy_id", "columns": {
      "policy_group_id": "policy_group_id"}, "later": {"policy_order": "pmp.sort_key(name)"}},
    {"table": "pms.policy_group", "key": "id", "by": "policy_group_id", "later": {
      "group_order": "pmp.sort_key(name)"}}
  ]
}$$);
call pmp.keep_counts('pmp.api_key_row', 'pmp.api_key_count', '{status, partner_type}');

-- By each column that can be sorted, for each status and type of partner.
call pmp.index_orders('pmp.api_key_row', 'policy_api_key', '{status, partner_type}',
  '{created_at, part_order, org_order, policy_order, group_order, label_order, valid_to}');
-- Those of a partner, those that copy from a policy or a group, and those that end soon.
create index api_key_row_partner on pmp.api_key_row (part_id, policy_api_key);
create index api_key_row_policy on pmp.api_key_row (policy_id, policy_api_key);
create index api_key_row_group on pmp.api_key_row (policy_group_id, policy_api_key);
create index api_key_row_ending on pmp.api_key_row (valid_to) where is_listed;
call pmp.index_parts('pmp.api_key_row', '{part_id, label}');
