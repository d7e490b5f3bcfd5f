-- What V1 searches of FTM chips and the list of bio extractors are read from (0027, 0045).

-- Chips: found all at once, oldest first.
create table pmp.searched_chip_row (
  id varchar(36) primary key,
  part_id varchar(36) not null,
  make varchar(36),
  model varchar(36),
  certificate_alias varchar(128),
  org_name varchar(128),
  approval_status varchar(36) not null,
  is_active boolean not null,
  is_deleted boolean,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  del_dtimes timestamp,
  is_listed boolean not null generated always as (is_deleted is not true) stored
);
create table pmp.searched_chip_count (
  id bigint generated always as identity primary key,
  is_active boolean not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.searched_chip_row", "base": "pms.ftp_chip_detail", "key": "id",
  "own": {
    "part_id": "foundational_trust_provider_id", "make": "make", "model": "model",
    "certificate_alias": "certificate_alias", "org_name": "partner_org_name",
    "approval_status": "approval_status", "is_active": "is_active", "is_deleted": "is_deleted",
    "cr_by": "cr_by", "cr_dtimes": "cr_dtimes", "upd_by": "upd_by", "upd_dtimes": "upd_dtimes",
    "del_dtimes": "del_dtimes"
  }
}$$);
call pmp.keep_counts('pmp.searched_chip_row', 'pmp.searched_chip_count', '{is_active}');
call pmp.index_orders('pmp.searched_chip_row', 'id', '{is_active}',
  array['cr_dtimes', 'approval_status collate "C"', 'is_deleted nulls first', 'cr_by collate "C"',
    'upd_by collate "C" nulls first', 'upd_dtimes nulls first', 'del_dtimes nulls first']);
call pmp.keep_tallies('pmp.searched_chip_row', 'pmp.searched_chip_tally', '{is_active}',
  '{approval_status, is_deleted, cr_by, upd_by}', '{cr_dtimes, upd_dtimes, del_dtimes}',
  '{pmp.user_id_key}');
create index searched_chip_row_partner on pmp.searched_chip_row (part_id);
call pmp.index_parts('pmp.searched_chip_row', '{id, part_id, make, model, certificate_alias, org_name}');

-- Bio extractors that are offered.
create table pmp.extractor_row (
  id varchar(36) primary key,
  config_name varchar(128) not null,
  name_order text collate "C" not null,
  provider varchar(128) not null,
  provider_order text collate "C" not null,
  version varchar(36),
  version_order text collate "C",
  bio_modality varchar(64) not null,
  created_at timestamp not null,
  is_listed boolean not null
);
create table pmp.extractor_count (
  id bigint generated always as identity primary key,
  bio_modality varchar(64) not null,
  total bigint not null
);
call pmp.keep_rows($${
  "rows": "pmp.extractor_row", "base": "pms.bioextractor_configuration", "key": "id",
  "own": {
    "config_name": "config_name", "name_order": "pmp.sort_key(config_name)",
    "provider": "bioextractor_provider_name", "provider_order": "pmp.sort_key(bioextractor_provider_name)",
    "version": "bioextractor_provider_version",
    "version_order": "pmp.sort_key(bioextractor_provider_version)", "bio_modality": "bio_modality",
    "created_at": "cr_dtimes", "is_listed": "is_deleted is not true"
  }
}$$);
call pmp.keep_counts('pmp.extractor_row', 'pmp.extractor_count', '{bio_modality}');
call pmp.index_orders('pmp.extractor_row', 'id', '{bio_modality}',
  '{created_at, name_order, provider_order, version_order}');
call pmp.index_parts('pmp.extractor_row', '{config_name, provider, version}');
