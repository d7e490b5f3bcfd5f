/** Refusals about who is who. */
export const personFailures = {
  name_of_another_person: {
    code: 'PMP_140',
    text: 'This name belonged to somebody else; ask the administrator',
    status: 403,
  },
  invitation_not_valid: {
    code: 'PMP_141',
    text: 'The invitation does not exist, was used or has ended',
  },
  person_has_other_name: { code: 'PMP_142', text: 'This person owns another name already' },
  name_has_owner: { code: 'PMP_143', text: 'The name has an owner; withdraw it from them first' },
  name_not_bound: { code: 'PMP_144', text: 'The name has no owner' },
  token_names_nobody: { code: 'PMP_145', text: 'The token has no sub, so it stands for nobody' },
} as const
