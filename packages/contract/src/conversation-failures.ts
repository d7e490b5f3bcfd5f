/**
 * Refusals about what is said on a policy request, and about changes of what an approved one gave; part
 * of `failures`.
 */
export const conversationFailures = {
  conversation_closed: {
    code: 'PMP_150',
    text: 'Nothing of the request waits for a decision, so nothing more can be asked or answered',
  },
  conversation_full: {
    code: 'PMP_151',
    text: 'There are {mostMessages} messages already; decide the request',
  },
  policy_request_not_refused: {
    code: 'PMP_152',
    text: 'Only a rejected request can be taken up again',
  },
  policy_request_taken_up: {
    code: 'PMP_153',
    text: 'Another request takes this one up already',
  },
  policy_request_not_approved: {
    code: 'PMP_154',
    text: 'Only what an approved request gave can be changed',
  },
  mapping_change_open: {
    code: 'PMP_155',
    text: 'Another change of this request waits for a decision',
  },
  mapping_unchanged: { code: 'PMP_156', text: 'This is what is in force already' },
  mapping_change_not_found: { code: 'PMP_157', text: 'The change does not exist' },
  mapping_change_closed: { code: 'PMP_158', text: 'The change is already decided' },
  mapping_change_outdated: {
    code: 'PMP_159',
    text: 'Something else came into force since the change was asked for; reject it, so that it is asked anew',
  },
} as const satisfies Record<string, { code: string; text: string }>
