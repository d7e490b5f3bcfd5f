-- The schema of MOSIP PMS 1.3.x (July 2025 layout), table for table, so that either product can run on it.

create schema if not exists pms;
set local search_path to pms;

create sequence batch_step_execution_seq;
create sequence batch_job_execution_seq;
create sequence batch_job_seq;

create table auth_policy (
  id varchar(36) not null,
  policy_group_id varchar(36),
  name varchar(128) not null,
  descr varchar(256) not null,
  policy_file_id varchar(5120) not null,
  policy_type varchar(36) not null,
  version varchar(8) not null,
  policy_schema varchar(5120),
  valid_from_date timestamp not null,
  valid_to_date timestamp not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table auth_policy_h (
  id varchar(36) not null,
  eff_dtimes timestamp not null,
  policy_group_id varchar(36),
  name varchar(128) not null,
  descr varchar(256) not null,
  policy_file_id varchar(5120) not null,
  policy_type varchar(36) not null,
  version varchar(8) not null,
  policy_schema varchar(5120),
  valid_from_date timestamp not null,
  valid_to_date timestamp not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table batch_job_execution (
  job_execution_id bigint not null,
  version bigint,
  job_instance_id bigint not null,
  create_time timestamp not null,
  start_time timestamp,
  end_time timestamp,
  status varchar(10),
  exit_code varchar(2500),
  exit_message varchar(2500),
  last_updated timestamp
);

create table batch_job_execution_context (
  job_execution_id bigint not null,
  short_context varchar(2500) not null,
  serialized_context text
);

create table batch_job_execution_params (
  job_execution_id bigint not null,
  parameter_name varchar(100) not null,
  parameter_type varchar(100) not null,
  parameter_value varchar(2500),
  identifying character(1) not null
);

create table batch_job_instance (
  job_instance_id bigint not null,
  version bigint,
  job_name varchar(100) not null,
  job_key varchar(32) not null
);

create table batch_step_execution (
  step_execution_id bigint not null,
  version bigint not null,
  step_name varchar(100) not null,
  job_execution_id bigint not null,
  create_time timestamp not null,
  start_time timestamp,
  end_time timestamp,
  status varchar(10),
  commit_count bigint,
  read_count bigint,
  filter_count bigint,
  write_count bigint,
  read_skip_count bigint,
  write_skip_count bigint,
  process_skip_count bigint,
  rollback_count bigint,
  exit_code varchar(2500),
  exit_message varchar(2500),
  last_updated timestamp
);

create table batch_step_execution_context (
  step_execution_id bigint not null,
  short_context varchar(2500) not null,
  serialized_context text
);

create table device_detail (
  id varchar(36) not null,
  dprovider_id varchar(36) not null,
  dtype_code varchar(36) not null,
  dstype_code varchar(36) not null,
  make varchar(36) not null,
  model varchar(36) not null,
  partner_org_name varchar(128),
  approval_status varchar(36) not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table device_detail_sbi (
  dprovider_id varchar(36) not null,
  partner_org_name varchar(128),
  device_detail_id varchar(36) not null,
  sbi_id varchar(36) not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table ftp_chip_detail (
  id varchar(36) not null,
  foundational_trust_provider_id varchar(36) not null,
  make varchar(36),
  model varchar(36),
  certificate_alias varchar(36),
  partner_org_name varchar(128),
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp,
  approval_status varchar(36) not null
);

create table misp (
  id varchar(36) not null,
  name varchar(128) not null,
  address varchar(2000),
  contact_no varchar(16),
  email_id varchar(256),
  user_id varchar(256) not null,
  status_code varchar(36) not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table misp_license (
  misp_id varchar(36) not null,
  license_key varchar(128) not null,
  policy_id varchar(36),
  valid_from_date timestamp not null,
  valid_to_date timestamp,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table notifications (
  id varchar(128) not null,
  partner_id varchar(128) not null,
  notification_type varchar(36) not null,
  notification_status varchar(36) not null,
  notification_details_json varchar(50000) not null,
  email_id varchar(3000) not null,
  email_lang_code varchar(36) not null,
  email_sent boolean default false,
  email_sent_dtimes timestamp,
  cr_by varchar(128) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(128),
  upd_dtimes timestamp
);

create table oidc_client (
  id varchar(100) not null,
  name varchar(256) not null,
  rp_id varchar(100) not null,
  policy_id varchar(50) not null,
  logo_uri varchar(2048) not null,
  redirect_uris varchar not null,
  claims varchar not null,
  acr_values varchar not null,
  public_key varchar not null,
  grant_types varchar(256) not null,
  auth_methods varchar(256) not null,
  status varchar(20) not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table otp_transaction (
  id varchar(36) not null,
  ref_id varchar(64) not null,
  otp_hash varchar(512) not null,
  generated_dtimes timestamp,
  expiry_dtimes timestamp,
  validation_retry_count smallint,
  status_code varchar(36),
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table partner (
  id varchar(36) not null,
  policy_group_id varchar(36),
  name varchar(128) not null,
  address varchar(10000),
  contact_no varchar(1000),
  email_id varchar(3000),
  email_id_hash varchar(3000),
  certificate_alias varchar(128),
  user_id varchar(256) not null,
  partner_type_code varchar(36) not null,
  approval_status varchar(36) not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp,
  lang_code varchar(36),
  logo_url varchar(256),
  addl_info varchar
);

create table partner_contact (
  id varchar(36) not null,
  partner_id varchar(36) not null,
  contact_no varchar(1000),
  email_id varchar(3000),
  email_id_hash varchar(3000),
  address varchar(10000),
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table partner_h (
  id varchar(36) not null,
  eff_dtimes timestamp not null,
  policy_group_id varchar(36),
  name varchar(128) not null,
  address varchar(10000),
  contact_no varchar(1000),
  email_id varchar(3000),
  email_id_hash varchar(3000),
  certificate_alias varchar(128),
  user_id varchar(256) not null,
  partner_type_code varchar(36) not null,
  approval_status varchar(36) not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp,
  lang_code varchar(36),
  logo_url varchar(256),
  addl_info varchar
);

create table partner_policy (
  policy_api_key varchar(128) not null,
  part_id varchar(36) not null,
  policy_id varchar(36) not null,
  valid_from_datetime timestamp not null,
  valid_to_datetime timestamp,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp,
  label varchar(36) not null
);

create table partner_policy_bioextract (
  id varchar(36) not null,
  part_id varchar(36) not null,
  policy_id varchar(36) not null,
  attribute_name varchar(128) not null,
  extractor_provider varchar(128) not null,
  extractor_provider_version varchar(8),
  biometric_modality varchar(64) not null,
  biometric_sub_types varchar(64),
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table partner_policy_credential_type (
  part_id varchar(36) not null,
  policy_id varchar(36) not null,
  credential_type varchar(128) not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table partner_policy_request (
  id varchar(36) not null,
  part_id varchar(36) not null,
  policy_id varchar(36) not null,
  request_datetimes timestamp not null,
  request_detail varchar(4000) not null,
  status_code varchar(36) not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean,
  del_dtimes timestamp
);

create table partner_type (
  code varchar(36) not null,
  partner_description varchar(128) not null,
  is_policy_required boolean not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table policy_group (
  id varchar(36) not null,
  name varchar(128) not null,
  descr varchar(256) not null,
  user_id varchar(256) not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table reg_device_sub_type (
  code varchar(36) not null,
  dtyp_code varchar(36) not null,
  name varchar(64) not null,
  descr varchar(512),
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table reg_device_type (
  code varchar(36) not null,
  name varchar(64) not null,
  descr varchar(512),
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp
);

create table secure_biometric_interface (
  id varchar(36) not null,
  sw_binary_hash bytea not null,
  sw_version varchar(64) not null,
  sw_cr_dtimes timestamp,
  sw_expiry_dtimes timestamp,
  approval_status varchar(36) not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp,
  provider_id varchar(36),
  partner_org_name varchar(128)
);

create table secure_biometric_interface_h (
  id varchar(36) not null,
  sw_binary_hash bytea not null,
  sw_version varchar(64) not null,
  sw_cr_dtimes timestamp,
  sw_expiry_dtimes timestamp,
  approval_status varchar(36) not null,
  is_active boolean not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp,
  is_deleted boolean default false,
  del_dtimes timestamp,
  eff_dtimes timestamp not null,
  provider_id varchar(36),
  partner_org_name varchar(128)
);

create table tspid_seq (
  curr_seq_no integer not null,
  cr_by varchar(256) not null,
  cr_dtimes timestamp not null,
  upd_by varchar(256),
  upd_dtimes timestamp
);

create table user_details (
  id varchar(36) not null,
  user_id varchar(64) not null,
  consent_given varchar(36) not null default 'NO',
  consent_given_dtimes timestamp not null,
  cr_dtimes timestamp not null,
  cr_by varchar(64) not null,
  upd_by varchar(64),
  upd_dtimes timestamp,
  notifications_seen_dtimes timestamp
);

alter table auth_policy add constraint pk_apol
  PRIMARY KEY (id);
alter table auth_policy_h add constraint pk_apolh
  PRIMARY KEY (id, eff_dtimes);
alter table batch_job_execution add constraint batch_job_execution_pkey
  PRIMARY KEY (job_execution_id);
alter table batch_job_execution_context add constraint batch_job_execution_context_pkey
  PRIMARY KEY (job_execution_id);
alter table batch_job_instance add constraint batch_job_instance_pkey
  PRIMARY KEY (job_instance_id);
alter table batch_step_execution add constraint batch_step_execution_pkey
  PRIMARY KEY (step_execution_id);
alter table batch_step_execution_context add constraint batch_step_execution_context_pkey
  PRIMARY KEY (step_execution_id);
alter table device_detail add constraint pk_devdtl_id
  PRIMARY KEY (id);
alter table ftp_chip_detail add constraint pk_fcdtl_id
  PRIMARY KEY (id);
alter table misp add constraint pk_misp
  PRIMARY KEY (id);
alter table misp_license add constraint pk_mlic
  PRIMARY KEY (misp_id, license_key);
alter table notifications add constraint notifications_pkey
  PRIMARY KEY (id);
alter table oidc_client add constraint pk_oidc_client
  PRIMARY KEY (id);
alter table otp_transaction add constraint pk_otpt_id
  PRIMARY KEY (id);
alter table partner add constraint pk_part
  PRIMARY KEY (id);
alter table partner_contact add constraint partcnt
  PRIMARY KEY (id);
alter table partner_h add constraint pk_parth
  PRIMARY KEY (id, eff_dtimes);
alter table partner_policy add constraint pk_ppol
  PRIMARY KEY (policy_api_key);
alter table partner_policy_bioextract add constraint pk_ppbe_id
  PRIMARY KEY (id);
alter table partner_policy_credential_type add constraint pk_ppctyp_id
  PRIMARY KEY (part_id, policy_id, credential_type);
alter table partner_policy_request add constraint pk_papr
  PRIMARY KEY (id);
alter table partner_type add constraint pk_partyp_code
  PRIMARY KEY (code);
alter table policy_group add constraint pk_polg
  PRIMARY KEY (id);
alter table reg_device_sub_type add constraint pk_rdstyp_code
  PRIMARY KEY (code, dtyp_code);
alter table reg_device_type add constraint pk_rdtyp_code
  PRIMARY KEY (code);
alter table secure_biometric_interface add constraint pk_sbi_id
  PRIMARY KEY (id);
alter table secure_biometric_interface_h add constraint pk_mdsh_id
  PRIMARY KEY (id, eff_dtimes);
alter table tspid_seq add constraint pk_tspidseq_id
  PRIMARY KEY (curr_seq_no);
alter table user_details add constraint user_details_pk
  PRIMARY KEY (id);
alter table auth_policy add constraint uk_apol
  UNIQUE (policy_group_id, name);
alter table auth_policy_h add constraint uk_apolh
  UNIQUE (eff_dtimes, policy_group_id, name);
alter table batch_job_instance add constraint job_inst_un
  UNIQUE (job_name, job_key);
alter table misp add constraint uk_misp
  UNIQUE (name);
alter table oidc_client add constraint uq_oidc_client_public_key
  UNIQUE (public_key);
alter table partner_contact add constraint uk_partcnt_idcnt
  UNIQUE (partner_id, contact_no);
alter table partner_contact add constraint uk_partcnt_ideml
  UNIQUE (partner_id, email_id);
alter table partner_policy add constraint uk_ppol
  UNIQUE (part_id, policy_id, valid_from_datetime);
alter table policy_group add constraint uk_polg
  UNIQUE (name);
alter table user_details add constraint consent_given
  check (consent_given in ('YES', 'NO'));
alter table auth_policy add constraint fk_apol_polg
  FOREIGN KEY (policy_group_id) REFERENCES policy_group(id) MATCH FULL;
alter table batch_job_execution add constraint job_inst_exec_fk
  FOREIGN KEY (job_instance_id) REFERENCES batch_job_instance(job_instance_id);
alter table batch_job_execution_context add constraint job_exec_ctx_fk
  FOREIGN KEY (job_execution_id) REFERENCES batch_job_execution(job_execution_id);
alter table batch_job_execution_params add constraint job_exec_params_fk
  FOREIGN KEY (job_execution_id) REFERENCES batch_job_execution(job_execution_id);
alter table batch_step_execution add constraint job_exec_step_fk
  FOREIGN KEY (job_execution_id) REFERENCES batch_job_execution(job_execution_id);
alter table batch_step_execution_context add constraint step_exec_ctx_fk
  FOREIGN KEY (step_execution_id) REFERENCES batch_step_execution(step_execution_id);
alter table device_detail add constraint fk_devdtl_id
  FOREIGN KEY (dtype_code, dstype_code) REFERENCES reg_device_sub_type(dtyp_code, code) MATCH FULL;
alter table partner add constraint fk_part_code
  FOREIGN KEY (partner_type_code) REFERENCES partner_type(code) MATCH FULL;
alter table partner_contact add constraint fk_partcnt_id
  FOREIGN KEY (partner_id) REFERENCES partner(id) MATCH FULL;
alter table partner_policy add constraint fk_ppol_apol
  FOREIGN KEY (policy_id) REFERENCES auth_policy(id) MATCH FULL;
alter table partner_policy add constraint fk_ppol_part
  FOREIGN KEY (part_id) REFERENCES partner(id) MATCH FULL;
alter table partner_policy_bioextract add constraint fk_ppbe_part
  FOREIGN KEY (part_id) REFERENCES partner(id) MATCH FULL;
alter table partner_policy_bioextract add constraint fk_ppbe_pol
  FOREIGN KEY (policy_id) REFERENCES auth_policy(id) MATCH FULL;
alter table partner_policy_credential_type add constraint fk_part_id
  FOREIGN KEY (part_id) REFERENCES partner(id);
alter table partner_policy_credential_type add constraint fk_pol_id
  FOREIGN KEY (policy_id) REFERENCES auth_policy(id) MATCH FULL;
alter table partner_policy_request add constraint fk_papr_part
  FOREIGN KEY (part_id) REFERENCES partner(id) MATCH FULL;
alter table reg_device_sub_type add constraint fk_rdstyp_dtype_code
  FOREIGN KEY (dtyp_code) REFERENCES reg_device_type(code) MATCH FULL;
CREATE UNIQUE INDEX uk_devdtl_make_model_approval_status
  on pms.device_detail USING btree (dprovider_id, dtype_code, dstype_code, make, model) WHERE (((approval_status)::text <> 'rejected'::text) AND (NOT (((approval_status)::text = 'approved'::text) AND (is_active = false))));
CREATE UNIQUE INDEX uk_fcdtl_make_model_approval_status
  on pms.ftp_chip_detail USING btree (foundational_trust_provider_id, make, model) WHERE (((approval_status)::text <> 'rejected'::text) AND (NOT (((approval_status)::text = 'approved'::text) AND (is_active = false))));
