-- Indexes that upstream lacks; each names the query that it serves (database.md 10.1).

-- The caller's own partners, in nearly every request; letter case of user names does not count.
create index if not exists pmp_partner_user on pms.partner (lower(user_id));
-- Whether a partner id is taken, letter case ignored.
create index if not exists pmp_partner_id on pms.partner (lower(id));
-- Registration and sign-in look partners up by e-mail.
create index if not exists pmp_partner_email_hash on pms.partner (email_id_hash);
create index if not exists pmp_partner_email on pms.partner (lower(email_id)) where email_id_hash is null;
-- The list of partners, newest first, and by type, group and certificate.
create index if not exists pmp_partner_created on pms.partner (cr_dtimes desc);
create index if not exists pmp_partner_type on pms.partner (partner_type_code);
create index if not exists pmp_partner_group on pms.partner (policy_group_id);
create index if not exists pmp_partner_certificate on pms.partner (certificate_alias);
-- Open requests of a pair of partner and policy.
create index if not exists pmp_request_pair on pms.partner_policy_request (part_id, policy_id, status_code);
-- Whether a policy may be deactivated.
create index if not exists pmp_request_policy on pms.partner_policy_request (policy_id, status_code);
-- The inbox of pending requests, and the list, newest first.
create index if not exists pmp_request_status on pms.partner_policy_request (status_code, cr_dtimes desc);
create index if not exists pmp_request_created on pms.partner_policy_request (cr_dtimes desc);
-- Active keys of a policy; keys that end soon; the list, newest first.
create index if not exists pmp_key_policy on pms.partner_policy (policy_id) where is_active;
create index if not exists pmp_key_valid_to on pms.partner_policy (valid_to_datetime) where is_active;
create index if not exists pmp_key_created on pms.partner_policy (cr_dtimes desc);
-- Policies of a group; by name in any group; the list, newest first.
create index if not exists pmp_policy_group on pms.auth_policy (policy_group_id, is_active);
create index if not exists pmp_policy_name on pms.auth_policy (name);
create index if not exists pmp_policy_created on pms.auth_policy (cr_dtimes desc);
-- OIDC clients of a partner.
create index if not exists pmp_client_partner on pms.oidc_client (rp_id);
-- Devices: the list, those of a provider, those of an SBI.
create index if not exists pmp_device_created on pms.device_detail (cr_dtimes desc);
create index if not exists pmp_device_provider on pms.device_detail (dprovider_id);
create index if not exists pmp_device_sbi on pms.device_detail_sbi (device_detail_id, sbi_id);
create index if not exists pmp_device_sbi_sbi on pms.device_detail_sbi (sbi_id);
-- SBIs and chips of a provider.
create index if not exists pmp_sbi_provider on pms.secure_biometric_interface (provider_id, sw_version);
create index if not exists pmp_chip_provider on pms.ftp_chip_detail (foundational_trust_provider_id);
-- Notifications of a partner, newest first; old ones are deleted by age.
create index if not exists pmp_notification_partner
  on pms.notifications (partner_id, notification_type, cr_dtimes desc);
create index if not exists pmp_notification_created on pms.notifications (cr_dtimes);
-- The marks of a user (consent, seen notifications).
create index if not exists pmp_user_details_user on pms.user_details (user_id);
