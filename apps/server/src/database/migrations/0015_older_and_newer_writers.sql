-- Rows of upstream's other releases: what they leave empty, and how they spell states.

-- The final release writes neither (additions-1.3.0.md 4.1, 5.1).
alter table pms.partner_policy_bioextract_request alter column credential_data_format drop not null;
alter table pms.bioextractor_configuration alter column attribute_name drop not null;
alter table pms.bioextractor_configuration alter column credential_data_format drop not null;

-- Policies may be written by upstream's database role, which knows nothing of our schema.
alter function pmp.count_policies() security definer set search_path = pms, pmp, pg_temp;

-- Requests of a state, letter case ignored, newest first; how many wait.
create index if not exists pmp_request_state
  on pms.partner_policy_request (lower(status_code), cr_dtimes desc);
drop index if exists pms.pmp_request_status;
