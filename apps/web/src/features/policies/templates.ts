import type { PolicyType } from '@pmp/contract'

interface Template {
  /** Also the end of its text keys: `policies.template.<id>`. */
  id: string
  document: Record<string, unknown>
}

function share(changes: Record<string, string>, attributes: readonly string[]) {
  return {
    dataSharePolicies: {
      typeOfShare: 'Data Share',
      validForInMinutes: '30',
      transactionsAllowed: '2',
      encryptionType: 'Partner Based',
      shareDomain: 'datashare.datashare',
      source: 'ID Repository',
      ...changes,
    },
    shareableAttributes: attributes.map((attributeName) => ({
      attributeName,
      source: [{ attribute: attributeName }],
      encrypted: true,
    })),
  }
}

function auth(tokenType: string, ways: AuthChoice[], attributes: readonly string[]) {
  return {
    authTokenType: tokenType,
    allowedAuthTypes: ways.map((way) => ({ ...way, mandatory: false })),
    allowedKycAttributes: attributes.map((attributeName) => ({ attributeName })),
  }
}

const misp = {
  allowAuthRequestDelegation: false,
  allowKycRequestDelegation: false,
  allowKeyBindingDelegation: false,
}
const otp = [{ authType: 'otp' }, { authType: 'otp-request' }]
const biometrics = ['FINGER', 'IRIS', 'FACE'].map((authSubType) => ({
  authType: 'bio',
  authSubType,
}))
const card = ['fullName', 'dateOfBirth', 'gender', 'photo']
const shareTemplates: readonly Template[] = [
  { id: 'share-little', document: share({}, ['fullName']) },
  { id: 'share-card', document: share({ transactionsAllowed: '1' }, card) },
  { id: 'share-direct', document: share({ typeOfShare: 'direct' }, card) },
]

/** Valid beginnings for each type; the first shares as little as possible. */
export const templates: Readonly<Record<PolicyType, readonly Template[]>> = {
  Auth: [
    { id: 'auth-otp', document: auth('partner', [{ authType: 'otp' }], []) },
    { id: 'auth-biometric', document: auth('partner', [...otp, ...biometrics], []) },
    {
      id: 'auth-kyc',
      document: auth('policy', [...otp, { authType: 'kyc' }, { authType: 'kycauth' }], card),
    },
    {
      id: 'auth-anonymous',
      document: auth('random', [{ authType: 'demo' }], []),
    },
  ],
  DataShare: shareTemplates,
  CredentialIssuance: shareTemplates,
  MISP: [
    { id: 'misp-nothing', document: misp },
    { id: 'misp-auth', document: { ...misp, allowAuthRequestDelegation: true } },
    {
      id: 'misp-all',
      document: {
        allowAuthRequestDelegation: true,
        allowKycRequestDelegation: true,
        allowKeyBindingDelegation: true,
        allowVciRequestDelegation: true,
      },
    },
  ],
}

/** The template of an id, else the first of the type. */
export function templateOf(type: PolicyType, id: unknown): Template {
  const [first = { id: '', document: {} }, ...others] = templates[type]
  return others.find((template) => template.id === id) ?? first
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
