-- Indexes for the lists of partners, their contacts, licences and extractors.

-- The list for administrators, newest first; its filters, other orders and counts read this index
-- alone, because a row with its encrypted columns is twenty times as wide.
create index if not exists pmp_partner_list on pms.partner (cr_dtimes desc, id)
  include (name, partner_type_code, policy_group_id, approval_status, is_active, certificate_alias)
  where is_deleted is not true;
-- The same list by organisation.
create index if not exists pmp_partner_name on pms.partner (name, id) where is_deleted is not true;
-- Partners of a type, or of a type in a state, oldest first.
create index if not exists pmp_partner_type_created
  on pms.partner (partner_type_code, approval_status, cr_dtimes, id);
-- The contact of a partner with an e-mail address.
create index if not exists pmp_contact_email on pms.partner_contact (partner_id, email_id_hash);
-- Active licences of a MISP that is deactivated.
create index if not exists pmp_licence_active on pms.misp_license (misp_id) where is_active;
-- Extractors of a partner for a policy.
create index if not exists pmp_extractor_pair on pms.partner_policy_bioextract (part_id, policy_id);
