-- What ends with a policy is found by the policy alone.

create index if not exists pmp_extractor_policy on pms.partner_policy_bioextract (policy_id);
create index if not exists pmp_credential_type_policy on pms.partner_policy_credential_type (policy_id);
