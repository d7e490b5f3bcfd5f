-- Indexes for the lists of partners, their contacts, licences and extractors.

-- The list for administrators by state, newest first; partners of a type in a state.
create index if not exists pmp_partner_state
  on pms.partner (approval_status, is_active, cr_dtimes desc, id);
create index if not exists pmp_partner_type_created
  on pms.partner (partner_type_code, approval_status, cr_dtimes, id);
-- The list for administrators sorted by organisation.
create index if not exists pmp_partner_name on pms.partner (name, id);
-- The contact of a partner with an e-mail address.
create index if not exists pmp_contact_email on pms.partner_contact (partner_id, email_id_hash);
-- Active licences of a MISP that is deactivated.
create index if not exists pmp_licence_active on pms.misp_license (misp_id) where is_active;
-- Extractors of a partner for a policy.
create index if not exists pmp_extractor_pair on pms.partner_policy_bioextract (part_id, policy_id);
