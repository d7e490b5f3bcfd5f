-- What the final 1.3.0 release adds to the schema, with defaults that keep older writers working.

alter table pms.misp_license
  add column if not exists misp_license_id varchar(36) not null default gen_random_uuid()::varchar;
alter table pms.misp_license add column if not exists license_key_name varchar(128);
create unique index if not exists pmp_misp_license_id on pms.misp_license (misp_license_id);

alter table pms.oidc_client add column if not exists additional_config varchar;

create table if not exists pms.bioextractor_configuration (
  id varchar(36) not null constraint pk_bioextractor_configuration primary key,
  config_name varchar(128) not null,
  bioextractor_provider_name varchar(128) not null,
  bioextractor_provider_version varchar(36),
  bio_modality varchar(64) not null,
  attribute_name varchar(128) not null,
  credential_data_format varchar(64) not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  is_deleted boolean not null default false
);
create unique index if not exists uniq_bioextractor_config_name
  on pms.bioextractor_configuration (lower(config_name)) where is_deleted = false;

create table if not exists pms.partner_policy_bioextract_request (
  id varchar(36) not null constraint pk_ppber_id primary key,
  partner_policy_request_id varchar(36) not null references pms.partner_policy_request (id),
  part_id varchar(36) not null references pms.partner (id),
  policy_id varchar(36) not null references pms.auth_policy (id),
  attribute_name varchar(128) not null,
  extractor_provider varchar(128) not null,
  extractor_provider_version varchar(8),
  biometric_modality varchar(64) not null,
  biometric_sub_types varchar(64),
  credential_data_format varchar(64) not null,
  status_code varchar(20) not null default 'InProgress'
    constraint chk_ppber_status check (status_code in ('InProgress', 'approved', 'rejected')),
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  constraint uniq_ppber_modality unique (partner_policy_request_id, biometric_modality)
);

create table if not exists pms.partner_policy_credential_type_request (
  id varchar(36) not null constraint pk_ppctr_id primary key,
  partner_policy_request_id varchar(36) not null references pms.partner_policy_request (id),
  part_id varchar(36) not null references pms.partner (id),
  policy_id varchar(36) not null references pms.auth_policy (id),
  credential_type varchar(128) not null,
  status_code varchar(20) not null default 'InProgress'
    constraint chk_ppctr_status check (status_code in ('InProgress', 'approved', 'rejected')),
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  constraint uniq_ppctr_request unique (partner_policy_request_id)
);
create unique index if not exists uniq_partner_cred_inprogress
  on pms.partner_policy_credential_type_request (part_id, credential_type)
  where status_code = 'InProgress';
create unique index if not exists uniq_partner_cred_approved
  on pms.partner_policy_credential_type_request (part_id, credential_type)
  where status_code = 'approved';
create unique index if not exists uq_policy_id_license_key_name
  on pms.misp_license ((coalesce(policy_id, 'N/A')), license_key_name);
