-- Indexes that no statement reads any more: lists are read from row tables (0027 to 0048), which plans show
-- (bench/README.md). What is left on upstream's tables serves rules and look-ups.

-- Policies: the parts of an id and of a description, and orders of the list.
drop index if exists pms.pmp_policy_id_part, pms.pmp_policy_description_part;
drop index pms.pmp_policy_list_created, pms.pmp_policy_type_created, pms.pmp_policy_group_created;
drop index pms.pmp_group_created;

-- By the key alone, which no list of ours is sorted by; V1 searches are.
drop index pmp."api_key_row_by_policy_api_key_collate_C_", pmp.arrival_by_id, pmp."client_row_by_id_collate_C_",
  pmp."current_certificate_row_by_id_collate_C_", pmp."extractor_row_by_id_collate_C_",
  pmp."ftm_chip_row_by_id_collate_C_", pmp."mapping_change_by_id_collate_C_",
  pmp."misp_licence_row_by_misp_license_id_collate_C_", pmp."organization_name_request_by_id_collate_C_",
  pmp.outbox_message_by_id, pmp."person_by_user_id_collate_C_", pmp."policy_group_row_by_id_collate_C_",
  pmp."policy_request_row_by_id_collate_C_", pmp."policy_row_by_id_collate_C_",
  pmp."searched_chip_row_by_id_collate_C_", pmp."trust_row_by_cert_id_collate_C_",
  pmp."unclaimed_row_by_id_collate_C_";

-- Parts of texts of few values are looked for among the values that are kept (0045).
drop index if exists pmp.searched_policy_row_part_version, pmp.searched_policy_row_part_created_by,
  pmp.searched_policy_row_part_updated_by, pmp.searched_group_row_part_user_id,
  pmp.searched_group_row_part_created_by, pmp.searched_group_row_part_updated_by;
