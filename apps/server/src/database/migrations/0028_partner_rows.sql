-- Partners, for the list of administrators and for V1 searches.
set local maintenance_work_mem = '256MB';

create table pmp.partner_row (
  id varchar(36) primary key,
  id_order text collate "C" not null,
  name varchar(128) not null,
  name_order text collate "C" not null,
  user_id varchar(256) not null,
  partner_type varchar(36) not null,
  approval_status varchar(36) not null,
  is_active boolean not null,
  has_certificate boolean not null,
  certificate_alias varchar(128),
  policy_group_id varchar(36),
  group_id_order text collate "C",
  group_order text collate "C",
  lang_code varchar(36),
  created_by varchar(256) not null,
  created_at timestamp not null,
  updated_by varchar(256),
  updated_at timestamp,
  is_deleted boolean,
  deleted_at timestamp,
  is_listed boolean not null generated always as (is_deleted is not true) stored
);
create table pmp.partner_count (
  id bigint generated always as identity primary key,
  partner_type varchar(36) not null,
  approval_status varchar(36) not null,
  is_active boolean not null,
  has_certificate boolean not null,
  total bigint not null
);

call pmp.keep_rows($${
  "rows": "pmp.partner_row", "base": "pms.partner", "key": "id",
  "own": {
    "id_order": "pmp.sort_key(id)", "name": "name", "name_order": "pmp.sort_key(name)", "user_id": "user_id",
    "partner_type": "partner_type_code", "approval_status": "approval_status", "is_active": "is_active",
    "has_certificate": "certificate_alias is not null", "certificate_alias": "certificate_alias",
    "policy_group_id": "policy_group_id", "group_id_order": "pmp.sort_key(policy_group_id)",
    "lang_code": "lang_code", "created_by": "cr_by", "created_at": "cr_dtimes", "updated_by": "upd_by",
    "updated_at": "upd_dtimes", "is_deleted": "is_deleted", "deleted_at": "del_dtimes"
  },
  "dimensions": [
    {"table": "pms.policy_group", "key": "id", "by": "policy_group_id", "later": {
      "group_order": "pmp.sort_key(name)"}}
  ]
}$$);
call pmp.keep_counts('pmp.partner_row', 'pmp.partner_count',
  '{partner_type, approval_status, is_active, has_certificate}');

-- The list of administrators; then V1 searches, by code point, those without a value first.
call pmp.index_orders('pmp.partner_row', 'id', '{partner_type, approval_status, is_active, has_certificate}',
  array['created_at', 'id_order', 'name_order', 'group_id_order', 'group_order',
    'name collate "C"', 'user_id collate "C"', 'policy_group_id collate "C" nulls first',
    'certificate_alias collate "C" nulls first', 'lang_code collate "C" nulls first',
    'created_by collate "C"', 'updated_by collate "C" nulls first', 'updated_at nulls first',
    'is_deleted nulls first', 'deleted_at nulls first']);
-- What a group is copied to.
create index partner_row_group on pmp.partner_row (policy_group_id, id);
-- The partners of a user, and ids of users and partners as they are compared.
create index partner_row_user on pmp.partner_row (pmp.user_id_key(user_id));
create index partner_row_id_key on pmp.partner_row (pmp.user_id_key(id));
create index partner_row_creator on pmp.partner_row (pmp.user_id_key(created_by));
create index partner_row_updater on pmp.partner_row (pmp.user_id_key(updated_by));
call pmp.index_parts('pmp.partner_row', '{id, name, user_id, certificate_alias, policy_group_id,
  lang_code, created_by, updated_by}');

-- What served the lists until now and is used by nothing else.
drop index if exists pms.pmp_partner_list;
drop index if exists pms.pmp_partner_name;
drop index if exists pms.pmp_key_created;
drop index if exists pms.pmp_request_created;
