/** Refusals about policy groups and policies, and those of the V1 search (common.md 8.2, 13). */
export const policyFailures = {
  policy_not_found: { code: 'PMS_POL_008', text: 'Policy ID does not exist' },
  policy_group_to_edit_not_found: { code: 'PMS_POL_008', text: 'Policy ID does not exist' },
  group_has_active_policies: {
    code: 'PMS_POL_056',
    text: 'The policy group has active policies',
  },
  policy_name_taken: { code: 'PMS_POL_009', text: 'Policy exists with name : {name}' },
  policy_id_taken: { code: 'PMS_POL_009', text: 'Policy exists with id : {id}' },
  policy_group_name_taken: { code: 'PMS_POL_014', text: 'Policy group exists with name : {name}' },
  policy_not_in_group: { code: 'PMS_POL_015', text: 'The policy does not belong to the group' },
  policy_group_id_not_found: { code: 'PMS_POL_016', text: 'The policy group does not exist' },
  no_active_key_for_policy: {
    code: 'PMS_POL_017',
    text: 'The partner has neither an approved request nor an active key for the policy',
  },
  policy_group_name_not_found: { code: 'PMS_POL_019', text: 'Policy group name does not exist' },
  policy_already_published: { code: 'PMS_POL_020', text: 'The policy is already published' },
  policy_type_not_allowed: { code: 'PMS_POL_023', text: 'The policy type is not allowed' },
  policy_schema_missing: { code: 'PMS_POL_051', text: 'There is no schema for this policy type' },
  policy_text_unreadable: { code: 'PMS_POL_052', text: 'The stored policy is not readable' },
  policy_group_not_active: { code: 'PMS_POL_053', text: 'The policy group is not active' },
  published_policy_not_editable: {
    code: 'PMS_POL_055',
    text: 'A published policy cannot be edited',
  },
  policy_draft_changed: {
    code: 'PMP_020',
    text: 'Someone else has changed the policy meanwhile; compare before you save again',
  },
  policy_not_published: {
    code: 'PMP_021',
    text: 'The policy is still a draft; change the draft itself',
  },
  next_version_not_found: { code: 'PMP_022', text: 'The policy has no next version' },
  policy_status_unknown: { code: 'PMS_POL_045', text: 'The status must be Active or De-active' },
  policy_has_active_keys: { code: 'PMS_POL_057', text: 'Active API keys use the policy' },
  draft_not_activatable: { code: 'PMS_POL_054', text: 'A draft becomes active by publishing it' },
  published_policy_status_fixed: {
    code: 'PMS_POL_058',
    text: 'The status of a published policy cannot be changed here',
  },
  deactivation_status_wrong: { code: 'PMS_POL_073', text: 'The status must be De-Activate' },
  policy_group_to_deactivate_not_found: {
    code: 'PMS_POL_068',
    text: 'The policy group does not exist',
  },
  policy_group_already_deactivated: {
    code: 'PMS_POL_067',
    text: 'The policy group is already deactivated',
  },
  group_has_active_and_draft_policies: {
    code: 'PMS_POL_069',
    text: 'The policy group has active policies and drafts',
  },
  group_has_draft_policies: { code: 'PMS_POL_070', text: 'The policy group has drafts' },
  policy_group_deactivation_failed: {
    code: 'PMS_POL_071',
    text: 'The policy group could not be deactivated',
  },
  policy_to_deactivate_not_found: { code: 'PMS_POL_065', text: 'The policy does not exist' },
  draft_not_deactivatable: { code: 'PMS_POL_072', text: 'A draft cannot be deactivated' },
  policy_has_approved_requests: {
    code: 'PMS_POL_063',
    text: 'Approved requests of partners use the policy',
  },
  policy_has_pending_requests: {
    code: 'PMS_POL_064',
    text: 'Requests of partners for the policy wait for a decision',
  },
  policy_deactivation_failed: {
    code: 'PMS_POL_066',
    text: 'The policy could not be deactivated',
  },
  filter_type_missing: { code: 'PMS-MSD-322', text: 'A filter has no type' },
  filter_column_unknown: { code: 'PMS-MSD-317', text: 'The column {field} does not exist' },
  filter_type_unknown: {
    code: 'PMS-MSD-324',
    text: 'The type must be all or unique, and the column must hold text',
  },
  policy_already_deactivated: { code: 'PMS_POL_062', text: 'The policy is already deactivated' },
  saved_view_not_found: { code: 'PMP_023', text: 'The saved view does not exist' },
  too_many_saved_views: {
    code: 'PMP_024',
    text: 'There are {limit} saved views already; delete one first',
  },
  no_active_policy_group: { code: 'PMS_POL_059', text: 'There is no active policy group' },
  policy_group_list_failed: { code: 'PMS_POL_060', text: 'The policy groups could not be listed' },
  policy_list_failed: { code: 'PMS_POL_061', text: 'The policies could not be listed' },
  policy_value_not_allowed: {
    code: 'PMS_PV_005',
    text: 'Value or property not allowed - {pointer}',
  },
  policy_property_missing: { code: 'PMS_PV_006', text: 'Missing input parameter - {pointer}' },
  policy_value_wrong_type: {
    code: 'PMS_PV_007',
    text: 'Wrong type - {pointer} must be {expected}',
  },
  policy_array_too_short: { code: 'PMS_PV_008', text: 'Too few items - {pointer}' },
  policy_string_too_short: { code: 'PMS_PV_009', text: 'Too short - {pointer}' },
  // V1 search
  search_column_missing: { code: 'PMS-MSD-311', text: 'A filter has no column name' },
  search_column_unknown: { code: 'PMS-MSD-310', text: 'The column {field} does not exist' },
  search_type_missing: { code: 'PMS-MSD-312', text: 'The filter on {field} has no type' },
  search_page_missing: { code: 'PMS-MSD-356', text: 'The search does not say which page' },
  search_page_wrong: { code: 'PMS-MSD-313', text: 'The page or its size is out of range' },
  search_sort_incomplete: { code: 'PMS-MSD-314', text: 'A sort entry needs a field and a type' },
  search_range_incomplete: {
    code: 'PMS-MSD-315',
    text: 'The filter on {field} needs both ends of its range',
  },
  search_sort_field_unknown: {
    code: 'PMS-MSD-357',
    text: 'The list cannot be sorted by {field}',
  },
  search_sort_type_unknown: { code: 'PMS-MSD-358', text: 'The sort type must be asc or desc' },
  search_value_wrong: { code: 'PMS-MSD-390', text: 'The filter on {field} has no usable value' },
  search_values_missing: { code: 'PMS-MSD-391', text: 'The filter on {field} has no values' },
  search_value_twice: {
    code: 'PMS-MSD-392',
    text: 'The filter on {field} has a value and a list of values',
  },
} as const satisfies Record<string, { code: string; text: string }>
