-- The key manager's tables for trust and partner certificates, in their own layout (database.md 8).

create schema if not exists keymgr;

create table if not exists keymgr.ca_cert_store (
  cert_id varchar(36) not null constraint pk_cacs_id primary key,
  cert_subject varchar(500) not null,
  cert_issuer varchar(500) not null,
  issuer_id varchar(36) not null,
  cert_not_before timestamp,
  cert_not_after timestamp,
  crl_uri varchar(120),
  cert_data varchar,
  cert_thumbprint varchar(100),
  cert_serial_no varchar(50),
  partner_domain varchar(36),
  cr_by varchar(256),
  cr_dtimes timestamp,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp,
  ca_cert_type varchar(25),
  constraint cert_thumbprint_unique unique (cert_thumbprint, partner_domain)
);
-- Path building: the issuers of a name in a domain.
create index if not exists pmp_ca_cert_subject on keymgr.ca_cert_store (partner_domain, cert_subject);
-- Certificates that end soon.
create index if not exists pmp_ca_cert_not_after on keymgr.ca_cert_store (cert_not_after);
-- The trust store list, newest first.
create index if not exists pmp_ca_cert_created on keymgr.ca_cert_store (cr_dtimes);

create table if not exists keymgr.partner_cert_store (
  cert_id varchar(36) not null constraint pk_parcs_id primary key,
  cert_subject varchar(500) not null,
  cert_issuer varchar(500) not null,
  issuer_id varchar(36) not null,
  cert_not_before timestamp,
  cert_not_after timestamp,
  partner_domain varchar(36),
  cert_data varchar,
  signed_cert_data varchar,
  key_usage varchar(150),
  -- Upstream has 120, less than the longest partner name.
  organization_name varchar(128),
  cert_thumbprint varchar(100),
  cert_serial_no varchar(50),
  cr_by varchar(256),
  cr_dtimes timestamp,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);
-- Partner certificates below a CA, and those that end soon.
create index if not exists pmp_partner_cert_issuer on keymgr.partner_cert_store (issuer_id);
create index if not exists pmp_partner_cert_not_after on keymgr.partner_cert_store (cert_not_after);

create table if not exists keymgr.key_alias (
  id varchar(36) not null constraint pk_keymals_id primary key,
  app_id varchar(36) not null,
  ref_id varchar(128),
  key_gen_dtimes timestamp,
  key_expire_dtimes timestamp,
  status_code varchar(36),
  lang_code varchar(3),
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp,
  cert_thumbprint varchar(100),
  uni_ident varchar(50) constraint uni_ident_const unique
);
-- The current key of an application and reference.
create index if not exists pmp_key_alias_app on keymgr.key_alias (app_id, ref_id, key_expire_dtimes);

create table if not exists keymgr.key_store (
  id varchar(36) not null constraint pk_keystr_id primary key,
  master_key varchar(36) not null,
  private_key varchar(2500) not null,
  certificate_data varchar not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table if not exists keymgr.key_policy_def (
  app_id varchar(36) not null constraint pk_keypdef_id primary key,
  key_validity_duration smallint,
  is_active boolean not null,
  pre_expire_days smallint,
  access_allowed varchar(1024),
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

insert into keymgr.key_policy_def
  (app_id, key_validity_duration, pre_expire_days, is_active, access_allowed, cr_by, cr_dtimes)
select app_id, days, before, true, 'NA', 'mosipadmin', now() at time zone 'UTC'
from (values
  ('ROOT', 2920, 1125), ('PMS', 1460, 395), ('BASE', 730, 30), ('PRE_REGISTRATION', 1095, 60),
  ('REGISTRATION', 1095, 60), ('REGISTRATION_PROCESSOR', 1095, 60), ('ID_REPO', 1095, 60),
  ('KERNEL', 1095, 60), ('RESIDENT', 1095, 60), ('ADMIN_SERVICES', 1095, 60),
  ('DIGITAL_CARD', 1095, 60), ('COMPLIANCE_TOOLKIT', 1095, 60)
) as policy (app_id, days, before)
on conflict (app_id) do nothing;
