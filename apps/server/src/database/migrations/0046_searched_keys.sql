-- What V1 searches of API keys, of their requests and of keys of MISPs are read from (0043, 0045): by code
-- point, those without a value first. Columns are called as in the tables that they are copied from.
set local maintenance_work_mem = '256MB';

create table pmp.searched_key_row (
  policy_api_key varchar(128) primary key,
  part_id varchar(36) not null,
  policy_id varchar(36) not null,
  label varchar(36) not null,
  valid_from_datetime timestamp not null,
  valid_to_datetime timestamp,
  is_active boolean not null,
  is_deleted boolean,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  del_dtimes timestamp,
  is_listed boolean not null generated always as (is_deleted is not true) stored
);
create table pmp.searched_key_count (
  id bigint generated always as identity primary key,
  is_active boolean not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.searched_key_row", "base": "pms.partner_policy", "key": "policy_api_key",
  "own": {
    "part_id": "part_id", "policy_id": "policy_id", "label": "label",
    "valid_from_datetime": "valid_from_datetime", "valid_to_datetime": "valid_to_datetime",
    "is_active": "is_active", "is_deleted": "is_deleted", "cr_by": "cr_by", "cr_dtimes": "cr_dtimes",
    "upd_by": "upd_by", "upd_dtimes": "upd_dtimes", "del_dtimes": "del_dtimes"
  }
}$$);
call pmp.keep_counts('pmp.searched_key_row', 'pmp.searched_key_count', '{is_active}');
call pmp.index_orders('pmp.searched_key_row', 'policy_api_key', '{is_active}',
  array['label collate "C"', 'policy_id collate "C"', 'valid_from_datetime', 'valid_to_datetime nulls first',
    'is_deleted nulls first', 'cr_by collate "C"', 'cr_dtimes', 'upd_by collate "C" nulls first',
    'upd_dtimes nulls first', 'del_dtimes nulls first']);
create index searched_key_row_partner on pmp.searched_key_row (part_id);
create index searched_key_row_policy on pmp.searched_key_row (policy_id);
call pmp.index_parts('pmp.searched_key_row', '{part_id, policy_id, label}');
call pmp.keep_tallies('pmp.searched_key_row', 'pmp.searched_key_tally', '{is_active}',
  '{is_deleted, cr_by, upd_by}',
  '{valid_from_datetime, valid_to_datetime, cr_dtimes, upd_dtimes, del_dtimes}', '{lower}');

-- Requests. A reason can be longer than an index takes, so that its first characters decide the order.
create table pmp.searched_request_row (
  id varchar(36) primary key,
  part_id varchar(36) not null,
  policy_id varchar(36) not null,
  request_datetimes timestamp not null,
  request_detail varchar(4000) not null,
  detail_start varchar(512) not null,
  status_code varchar(36) not null,
  is_deleted boolean,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  del_dtimes timestamp,
  is_listed boolean not null generated always as (is_deleted is not true) stored
);
create table pmp.searched_request_count (
  id bigint generated always as identity primary key,
  status_code varchar(36) not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.searched_request_row", "base": "pms.partner_policy_request", "key": "id",
  "own": {
    "part_id": "part_id", "policy_id": "policy_id", "request_datetimes": "request_datetimes",
    "request_detail": "request_detail", "detail_start": "left(request_detail, 512)",
    "status_code": "status_code", "is_deleted": "is_deleted", "cr_by": "cr_by", "cr_dtimes": "cr_dtimes",
    "upd_by": "upd_by", "upd_dtimes": "upd_dtimes", "del_dtimes": "del_dtimes"
  }
}$$);
call pmp.keep_counts('pmp.searched_request_row', 'pmp.searched_request_count', '{status_code}');
call pmp.index_orders('pmp.searched_request_row', 'id', '{status_code}',
  array['policy_id collate "C"', 'request_datetimes', 'detail_start collate "C"', 'is_deleted nulls first',
    'cr_by collate "C"', 'cr_dtimes', 'upd_by collate "C" nulls first', 'upd_dtimes nulls first',
    'del_dtimes nulls first']);
create index searched_request_row_partner on pmp.searched_request_row (part_id);
create index searched_request_row_policy on pmp.searched_request_row (policy_id);
call pmp.index_parts('pmp.searched_request_row', '{id, part_id, policy_id, request_detail}');
call pmp.keep_tallies('pmp.searched_request_row', 'pmp.searched_request_tally', '{status_code}',
  '{is_deleted, cr_by, upd_by}', '{request_datetimes, cr_dtimes, upd_dtimes, del_dtimes}', '{lower}');

-- Keys of MISPs.
create table pmp.searched_licence_row (
  misp_license_id varchar(36) primary key,
  misp_id varchar(36) not null,
  policy_id varchar(36),
  license_key varchar(128) not null,
  valid_from_date timestamp not null,
  valid_to_date timestamp,
  is_active boolean not null,
  is_deleted boolean,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  del_dtimes timestamp,
  is_listed boolean not null generated always as (is_deleted is not true) stored
);
create table pmp.searched_licence_count (
  id bigint generated always as identity primary key,
  is_active boolean not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.searched_licence_row", "base": "pms.misp_license", "key": "misp_license_id",
  "own": {
    "misp_id": "misp_id", "policy_id": "policy_id", "license_key": "license_key",
    "valid_from_date": "valid_from_date", "valid_to_date": "valid_to_date", "is_active": "is_active",
    "is_deleted": "is_deleted", "cr_by": "cr_by", "cr_dtimes": "cr_dtimes", "upd_by": "upd_by",
    "upd_dtimes": "upd_dtimes", "del_dtimes": "del_dtimes"
  }
}$$);
call pmp.keep_counts('pmp.searched_licence_row', 'pmp.searched_licence_count', '{is_active}');
call pmp.index_orders('pmp.searched_licence_row', 'misp_license_id', '{is_active}',
  array['misp_id collate "C"', 'policy_id collate "C" nulls first', 'license_key collate "C"',
    'valid_from_date', 'valid_to_date nulls first', 'is_deleted nulls first', 'cr_by collate "C"', 'cr_dtimes',
    'upd_by collate "C" nulls first', 'upd_dtimes nulls first', 'del_dtimes nulls first']);
create index searched_licence_row_misp on pmp.searched_licence_row (pmp.user_id_key(misp_id));
create index searched_licence_row_partner on pmp.searched_licence_row (misp_id);
call pmp.index_parts('pmp.searched_licence_row', '{misp_id, policy_id, license_key}');
call pmp.keep_tallies('pmp.searched_licence_row', 'pmp.searched_licence_tally', '{is_active}',
  '{is_deleted, cr_by, upd_by}',
  '{valid_from_date, valid_to_date, cr_dtimes, upd_dtimes, del_dtimes}', '{pmp.user_id_key}');
drop index pms.pmp_licence_created;
