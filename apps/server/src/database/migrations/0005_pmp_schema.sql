-- What is ours: audit, outbox, accounts of the embedded provider, certificate history, decisions.

create schema if not exists pmp;

-- Who did what and when; refusals too. `previous_hash` and `hash` are for the chain over all entries.
create table pmp.audit_entry (
  id bigint generated always as identity primary key,
  at timestamp(6) not null,
  actor varchar(256) not null,
  actor_roles text not null,
  action varchar(64) not null,
  outcome varchar(16) not null check (outcome in ('success', 'refused')),
  failure_code varchar(64),
  subject_type varchar(64),
  subject_id varchar(128),
  before jsonb,
  after jsonb,
  details jsonb,
  request_id varchar(64),
  previous_hash bytea,
  hash bytea
);
-- The history of one thing, and of one person.
create index audit_entry_subject on pmp.audit_entry (subject_type, subject_id, id desc);
create index audit_entry_actor on pmp.audit_entry (actor, id desc);

-- Events and mail, written with their change, delivered later.
create table pmp.outbox_message (
  id uuid primary key,
  kind varchar(16) not null check (kind in ('event', 'mail')),
  topic varchar(128) not null,
  ordering_key varchar(128) not null,
  payload jsonb not null,
  created_at timestamp not null,
  available_at timestamp not null,
  attempts integer not null default 0,
  last_error text,
  delivered_at timestamp
);
-- What waits, oldest first; and the list, newest first.
create index outbox_message_waiting on pmp.outbox_message (available_at) where delivered_at is null;
create index outbox_message_created on pmp.outbox_message (created_at desc);

-- People known to the embedded identity provider.
create table pmp.account (
  id uuid primary key default gen_random_uuid(),
  username varchar(256) not null,
  password_hash text not null,
  email varchar(254) not null,
  given_name varchar(128) not null,
  family_name varchar(128) not null,
  attributes jsonb not null default '{}',
  roles text[] not null,
  is_enabled boolean not null default true,
  failed_sign_ins integer not null default 0,
  locked_until timestamp,
  cr_dtimes timestamp not null,
  upd_dtimes timestamp
);
create unique index account_username on pmp.account (lower(username));
create unique index account_email on pmp.account (lower(email));

-- Sessions, grants and codes of the embedded identity provider.
create table pmp.oidc_artifact (
  model varchar(64) not null,
  id varchar(256) not null,
  payload jsonb not null,
  grant_id varchar(256),
  user_code varchar(256),
  uid varchar(256),
  expires_at timestamp,
  consumed_at timestamp,
  primary key (model, id)
);
create index oidc_artifact_grant on pmp.oidc_artifact (grant_id);
create index oidc_artifact_uid on pmp.oidc_artifact (uid);
-- Expired rows are deleted by age.
create index oidc_artifact_expiry on pmp.oidc_artifact (expires_at);

-- Every certificate a partner ever uploaded; the key manager's table has no partner id.
create table pmp.partner_certificate (
  cert_id varchar(36) primary key,
  partner_id varchar(36) not null,
  uploaded_by varchar(256) not null,
  uploaded_at timestamp not null,
  replaced_at timestamp,
  not_before timestamp not null,
  not_after timestamp not null,
  thumbprint varchar(100) not null
);
create index partner_certificate_partner on pmp.partner_certificate (partner_id, uploaded_at desc);

-- Why and by whom a policy request was decided.
create table pmp.policy_request_decision (
  request_id varchar(36) primary key,
  decision varchar(36) not null,
  reason text,
  decided_by varchar(256) not null,
  decided_at timestamp not null
);
