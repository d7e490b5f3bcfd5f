-- Lists of policies, groups and chips from row tables (0027), and those of our own tables, which are their
-- own rows: a column says that each is listed, another how people order a text.
set local maintenance_work_mem = '256MB';

-- Policies.
create table pmp.policy_row (
  id varchar(36) primary key,
  id_order text collate "C" not null,
  name varchar(128) not null,
  name_order text collate "C" not null,
  descr varchar(256) not null,
  descr_order text collate "C" not null,
  policy_type varchar(36) not null,
  status varchar(16) not null,
  policy_group_id varchar(36),
  group_id_order text collate "C",
  has_group boolean,
  group_order text collate "C",
  created_at timestamp not null,
  is_deleted boolean,
  is_listed boolean not null generated always as (is_deleted is not true and has_group is not null) stored
);
create table pmp.policy_kind_count (
  id bigint generated always as identity primary key,
  policy_type varchar(36) not null,
  status varchar(16) not null,
  policy_group_id varchar(36),
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.policy_row", "base": "pms.auth_policy", "key": "id",
  "own": {
    "id_order": "pmp.sort_key(id)", "name": "name", "name_order": "pmp.sort_key(name)", "descr": "descr",
    "descr_order": "pmp.sort_key(descr)", "policy_type": "policy_type",
    "status": "pmp.policy_status(policy_schema, is_active)", "policy_group_id": "policy_group_id",
    "group_id_order": "pmp.sort_key(policy_group_id)", "created_at": "cr_dtimes", "is_deleted": "is_deleted"
  },
  "dimensions": [
    {"table": "pms.policy_group", "key": "id", "by": "policy_group_id", "columns": {
      "has_group": "true"}, "later": {"group_order": "pmp.sort_key(name)"}}
  ]
}$$);
call pmp.keep_counts('pmp.policy_row', 'pmp.policy_kind_count', '{policy_type, status, policy_group_id}');
call pmp.index_orders('pmp.policy_row', 'id', '{policy_type, status}',
  '{created_at, id_order, name_order, descr_order, group_id_order, group_order}');
-- What a group is copied to; the policies of a group, newest first.
create index policy_row_group on pmp.policy_row (policy_group_id, id);
create index policy_row_of_group on pmp.policy_row
  (policy_group_id, policy_type, status, created_at, id collate "C");
call pmp.index_parts('pmp.policy_row', '{id, name, descr}');

-- What served that list alone.
drop index if exists pms.pmp_policy_list_name;
drop index if exists pms.pmp_policy_list_description;
drop index if exists pms.pmp_policy_list_group;
drop index if exists pms.pmp_policy_list_status;
drop index if exists pms.pmp_policy_list_of_status;
drop index if exists pms.pmp_policy_type_name;
drop index if exists pms.pmp_policy_type_status;
-- Searches of V1 by type and name merge what others give; no request read it.
drop index if exists pms.pmp_policy_search_type_name;
-- The page of a level of trust is found by its subject alone.
drop index if exists keymgr.pmp_trust_domain_created;

-- Policy groups.
create table pmp.policy_group_row (
  id varchar(36) primary key,
  id_order text collate "C" not null,
  name varchar(128) not null,
  name_order text collate "C" not null,
  descr varchar(256) not null,
  descr_order text collate "C" not null,
  is_active boolean not null,
  created_at timestamp not null,
  is_deleted boolean,
  is_listed boolean not null generated always as (is_deleted is not true) stored
);
create table pmp.policy_group_count (
  id bigint generated always as identity primary key,
  is_active boolean not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.policy_group_row", "base": "pms.policy_group", "key": "id",
  "own": {
    "id_order": "pmp.sort_key(id)", "name": "name", "name_order": "pmp.sort_key(name)", "descr": "descr",
    "descr_order": "pmp.sort_key(descr)", "is_active": "is_active", "created_at": "cr_dtimes",
    "is_deleted": "is_deleted"
  }
}$$);
call pmp.keep_counts('pmp.policy_group_row', 'pmp.policy_group_count', '{is_active}');
call pmp.index_orders('pmp.policy_group_row', 'id', '{is_active}',
  '{created_at, id_order, name_order, descr_order}');
call pmp.index_parts('pmp.policy_group_row', '{id, name, descr}');
drop index if exists pms.pmp_group_list_name;

-- FTM chips.
create table pmp.ftm_chip_row (
  id varchar(36) primary key,
  id_order text collate "C" not null,
  part_id varchar(36) not null,
  part_order text collate "C" not null,
  org_name varchar(128),
  org_order text collate "C",
  make varchar(36),
  make_order text collate "C",
  model varchar(36),
  model_order text collate "C",
  approval_status varchar(36) not null,
  is_active boolean not null,
  created_at timestamp not null,
  is_deleted boolean,
  is_listed boolean not null generated always as (is_deleted is not true) stored
);
create table pmp.ftm_chip_count (
  id bigint generated always as identity primary key,
  approval_status varchar(36) not null,
  is_active boolean not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.ftm_chip_row", "base": "pms.ftp_chip_detail", "key": "id",
  "own": {
    "id_order": "pmp.sort_key(id)", "part_id": "foundational_trust_provider_id",
    "part_order": "pmp.sort_key(foundational_trust_provider_id)", "org_name": "partner_org_name",
    "org_order": "pmp.sort_key(partner_org_name)", "make": "make", "make_order": "pmp.sort_key(make)",
    "model": "model", "model_order": "pmp.sort_key(model)", "approval_status": "approval_status",
    "is_active": "is_active", "created_at": "cr_dtimes", "is_deleted": "is_deleted"
  }
}$$);
call pmp.keep_counts('pmp.ftm_chip_row', 'pmp.ftm_chip_count', '{approval_status, is_active}');
call pmp.index_orders('pmp.ftm_chip_row', 'id', '{approval_status, is_active}',
  '{created_at, id_order, part_order, org_order, make_order, model_order}');
call pmp.index_parts('pmp.ftm_chip_row', '{id, part_id, org_name, make, model}');

-- Messages of the outbox; those of a topic, newest first.
alter table pmp.outbox_message add column if not exists outcome varchar(16);
alter table pmp.outbox_message add column is_listed boolean not null default true,
  add column state varchar(16) not null generated always as
    (case when delivered_at is null then 'waiting' else coalesce(outcome, 'delivered') end) stored;
create table pmp.outbox_message_count (
  id bigint generated always as identity primary key,
  kind varchar(16) not null,
  topic varchar(128) not null,
  state varchar(16) not null,
  total bigint not null
);
call pmp.keep_counts('pmp.outbox_message', 'pmp.outbox_message_count', '{kind, topic, state}');
call pmp.index_orders('pmp.outbox_message', 'id', '{kind, topic, state}', '{created_at}');
drop index if exists pmp.outbox_message_newest;
drop index if exists pmp.outbox_message_waiting_newest;
drop index if exists pmp.outbox_message_by_topic;
drop index if exists pmp.outbox_message_topic_part;

-- Entries of the audit trail; an action is a kind only where it is asked for, because there are many.
alter table pmp.audit_entry add column is_listed boolean not null default true,
  add column actor_order text collate "C" not null generated always as (pmp.sort_key(actor)) stored,
  add column action_order text collate "C" not null generated always as (pmp.sort_key(action)) stored;
create table pmp.audit_entry_count (
  id bigint generated always as identity primary key,
  outcome varchar(16) not null,
  action varchar(64) not null,
  total bigint not null
);
call pmp.keep_counts('pmp.audit_entry', 'pmp.audit_entry_count', '{outcome, action}');
create index audit_entry_list_at on pmp.audit_entry (outcome, at, id) where is_listed;
create index audit_entry_list_actor on pmp.audit_entry (outcome, actor_order, id) where is_listed;
create index audit_entry_list_action on pmp.audit_entry (outcome, action_order, id) where is_listed;
create index audit_entry_action_at on pmp.audit_entry (outcome, action, at, id) where is_listed;
create index audit_entry_action_actor on pmp.audit_entry (outcome, action, actor_order, id) where is_listed;
drop index if exists pmp.audit_entry_refused;
drop index if exists pmp.audit_entry_by_actor;
drop index if exists pmp.audit_entry_by_action;
drop index if exists pmp.audit_entry_action_part;

-- Requests for another name.
alter table pmp.organization_name_request add column is_listed boolean not null default true;
create table pmp.organization_name_request_count (
  id bigint generated always as identity primary key,
  status varchar(16) not null,
  total bigint not null
);
call pmp.keep_counts('pmp.organization_name_request', 'pmp.organization_name_request_count', '{status}');
call pmp.index_orders('pmp.organization_name_request', 'id', '{status}', '{requested_at}');
drop index if exists pmp.organization_name_request_status;

-- Owners of user ids.
alter table pmp.person add column is_listed boolean not null default true,
  add column user_order text collate "C" not null generated always as (pmp.sort_key(user_id)) stored;
create table pmp.person_count (
  id bigint generated always as identity primary key,
  bound_how varchar(16) not null,
  total bigint not null
);
call pmp.keep_counts('pmp.person', 'pmp.person_count', '{bound_how}');
call pmp.index_orders('pmp.person', 'user_id', '{bound_how}', '{bound_at, user_order}');
call pmp.index_parts('pmp.person', '{user_id}');
drop index if exists pmp.person_bound;
