-- What V1 searches of policies and of groups are read from (0027): by code point, those without a value first.
set local maintenance_work_mem = '256MB';

-- Policies. A schema can be longer than an index takes, so that its first characters decide.
create table pmp.searched_policy_row (
  id varchar(36) primary key,
  name varchar(128) not null,
  descr varchar(256) not null,
  policy_type varchar(36) not null,
  policy_group_id varchar(36),
  version varchar(8) not null,
  schema_start varchar(512),
  is_active boolean not null,
  valid_from timestamp not null,
  valid_till timestamp not null,
  created_by varchar(256) not null,
  created_at timestamp not null,
  updated_by varchar(256),
  updated_at timestamp,
  is_deleted boolean,
  deleted_at timestamp,
  is_listed boolean not null generated always as
    (is_deleted is not true and policy_group_id is not null) stored
);
create table pmp.searched_policy_count (
  id bigint generated always as identity primary key,
  policy_type varchar(36) not null,
  is_active boolean not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.searched_policy_row", "base": "pms.auth_policy", "key": "id",
  "own": {
    "name": "name", "descr": "descr", "policy_type": "policy_type", "policy_group_id": "policy_group_id",
    "version": "version", "schema_start": "left(policy_schema, 512)", "is_active": "is_active",
    "valid_from": "valid_from_date", "valid_till": "valid_to_date", "created_by": "cr_by",
    "created_at": "cr_dtimes", "updated_by": "upd_by", "updated_at": "upd_dtimes",
    "is_deleted": "is_deleted", "deleted_at": "del_dtimes"
  }
}$$);
call pmp.keep_counts('pmp.searched_policy_row', 'pmp.searched_policy_count', '{policy_type, is_active}');
call pmp.index_orders('pmp.searched_policy_row', 'id', '{policy_type, is_active}',
  array['name collate "C"', 'version collate "C"', 'schema_start collate "C" nulls first', 'valid_from',
    'valid_till', 'created_by collate "C"', 'created_at', 'updated_by collate "C" nulls first',
    'updated_at nulls first', 'is_deleted nulls first', 'deleted_at nulls first']);
create index searched_policy_row_group on pmp.searched_policy_row (policy_group_id);
create index searched_policy_row_creator on pmp.searched_policy_row (pmp.user_id_key(created_by));
create index searched_policy_row_updater on pmp.searched_policy_row (pmp.user_id_key(updated_by));
call pmp.index_parts('pmp.searched_policy_row', '{id, name, descr, version, created_by, updated_by}');

-- What served those searches until now.
drop trigger pmp_count_inserted on pms.auth_policy;
drop trigger pmp_count_deleted on pms.auth_policy;
drop trigger pmp_count_updated on pms.auth_policy;
drop function pmp.count_policies();
drop table pmp.policy_count;
drop index if exists pms.pmp_policy_search_name;

-- Policy groups.
create table pmp.searched_group_row (
  id varchar(36) primary key,
  name varchar(128) not null,
  descr varchar(256) not null,
  user_id varchar(256) not null,
  is_active boolean not null,
  created_by varchar(256) not null,
  created_at timestamp not null,
  updated_by varchar(256),
  updated_at timestamp,
  is_deleted boolean,
  deleted_at timestamp,
  is_listed boolean not null generated always as (is_deleted is not true) stored
);
create table pmp.searched_group_count (
  id bigint generated always as identity primary key,
  is_active boolean not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.searched_group_row", "base": "pms.policy_group", "key": "id",
  "own": {
    "name": "name", "descr": "descr", "user_id": "user_id", "is_active": "is_active",
    "created_by": "cr_by", "created_at": "cr_dtimes", "updated_by": "upd_by", "updated_at": "upd_dtimes",
    "is_deleted": "is_deleted", "deleted_at": "del_dtimes"
  }
}$$);
call pmp.keep_counts('pmp.searched_group_row', 'pmp.searched_group_count', '{is_active}');
call pmp.index_orders('pmp.searched_group_row', 'id', '{is_active}',
  array['name collate "C"', 'descr collate "C"', 'user_id collate "C"', 'created_by collate "C"',
    'created_at', 'updated_by collate "C" nulls first', 'updated_at nulls first',
    'is_deleted nulls first', 'deleted_at nulls first']);
create index searched_group_row_creator on pmp.searched_group_row (pmp.user_id_key(created_by));
create index searched_group_row_updater on pmp.searched_group_row (pmp.user_id_key(updated_by));
call pmp.index_parts('pmp.searched_group_row', '{id, name, descr, user_id, created_by, updated_by}');
