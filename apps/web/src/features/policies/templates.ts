import type { PolicyType } from '@pmp/contract'

const share = {
  dataSharePolicies: {
    typeOfShare: 'Data Share',
    validForInMinutes: '30',
    transactionsAllowed: '2',
    encryptionType: 'Partner Based',
    shareDomain: 'datashare.datashare',
    source: 'ID Repository',
  },
  shareableAttributes: [
    { attributeName: 'fullName', source: [{ attribute: 'fullName' }], encrypted: true },
  ],
}

/** A valid beginning for each type: as little as possible is shared. */
export const templates: Record<PolicyType, Record<string, unknown>> = {
  Auth: {
    authTokenType: 'partner',
    allowedAuthTypes: [{ authType: 'otp', mandatory: false }],
    allowedKycAttributes: [],
  },
  DataShare: share,
  CredentialIssuance: share,
  MISP: {
    allowAuthRequestDelegation: false,
    allowKycRequestDelegation: false,
    allowKeyBindingDelegation: false,
  },
}

interface AuthChoice {
  authType: string
  authSubType?: string
}

/** Authentication types that consumers know (policy.md 2.3). */
export const authChoices: readonly AuthChoice[] = [
  { authType: 'otp' },
  { authType: 'otp-request' },
  { authType: 'demo' },
  { authType: 'bio', authSubType: 'FINGER' },
  { authType: 'bio', authSubType: 'IRIS' },
  { authType: 'bio', authSubType: 'FACE' },
  { authType: 'kyc' },
  { authType: 'kycauth' },
  { authType: 'kycexchange' },
  { authType: 'keybinding' },
  { authType: 'kbt' },
  { authType: 'vciexchange' },
  { authType: 'wla' },
  { authType: 'pwd' },
  { authType: 'pin' },
]

/** Identity attributes that are usual; others can be typed. */
export const usualAttributes = [
  'fullName',
  'dateOfBirth',
  'gender',
  'phone',
  'email',
  'photo',
  'addressLine1',
  'city',
  'region',
  'postalCode',
]

/** Languages of MOSIP deployments that are usual; others can be typed. */
export const usualLanguages = ['eng', 'fra', 'ara'] as const
