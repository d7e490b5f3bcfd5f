import { expect, test } from 'vitest'
import { decidePolicyRequest } from './endpoints/approvals.ts'
import { createPartner } from './endpoints/partners/registration.ts'
import { createPolicy } from './endpoints/policies/changes.ts'
import { submitPolicyRequest } from './endpoints/policy-requests.ts'
import { decideNameRequest, requestOrganizationName } from './endpoints/organization-names.ts'
import { saveView } from './endpoints/saved-views.ts'
import { fieldRules, fieldsOfCode } from './field-rules.ts'

test.each([
  [
    'text that must not be blank',
    createPartner,
    'organizationName',
    { isRequired: true, maxLength: 128 },
  ],
  [
    'text that may be empty',
    submitPolicyRequest,
    'useCaseDescription',
    { isRequired: true, maxLength: 4000 },
  ],
  [
    'text with a rule of its own',
    requestOrganizationName,
    'newName',
    { isRequired: true, maxLength: 128 },
  ],
  ['text that may be absent', decidePolicyRequest, 'reason', { isRequired: false, maxLength: 500 }],
  [
    'required text that may be absent',
    decideNameRequest,
    'reason',
    { isRequired: false, maxLength: 500 },
  ],
  ['text without a limit', createPartner, 'partnerId', { isRequired: true }],
  ['a path variable', saveView, 'list', { isRequired: true, maxLength: 64 }],
  ['a choice', decideNameRequest, 'status', { isRequired: true }],
  ['an object', createPolicy, 'policies', { isRequired: false }],
  ['a field that the endpoint does not take', createPolicy, 'colour', { isRequired: false }],
])('the rules of %s are read from its schema', (_, endpoint, field, rules) => {
  expect(fieldRules(endpoint, field)).toEqual(rules)
})

test('a code that stands for several failures is about the fields of all of them', () => {
  expect(fieldsOfCode(createPolicy, 'PMS_POL_009')).toEqual(['name', 'policyId'])
  expect(fieldsOfCode(createPartner, 'PMS_PRT_012')).toEqual(['emailId'])
  expect(fieldsOfCode(createPartner, 'PMS_PRT_055')).toEqual([])
  expect(fieldsOfCode(createPartner, null)).toEqual([])
})
