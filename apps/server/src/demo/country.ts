import { roles, type CertificateDomain, type Role } from '@pmp/contract'

/* The demo country: organisations of every self-service type in different states. */

interface DemoRequest {
  policyName: string
  useCase: string
  decision?: 'approved' | 'rejected'
  reason?: string
  keys?: readonly string[]
}

export interface DemoPerson {
  userName: string
  role: Role
  givenName: string
  familyName: string
  about: string
}

export interface DemoPartner extends DemoPerson {
  hasUser: boolean
  partnerType: string
  domain: CertificateDomain
  organizationName: string
  address: string
  contactNumber: string
  langCode: string
  policyGroup: string | undefined
  /** Days until the uploaded certificate ends; absent: none uploaded yet. */
  certificateDays?: number
  /** Days until the next certificate, which is scheduled, takes over. */
  renewalInDays?: number
  /** Another organisation name that waits for an administrator. */
  nameRequest?: { newName: string; reason: string }
  requests: readonly DemoRequest[]
}

export const demoStaff: readonly DemoPerson[] = [
  {
    userName: 'registrar',
    role: roles.partnerAdmin,
    givenName: 'Rosa',
    familyName: 'Registrar',
    about: 'partner administrator',
  },
  {
    userName: 'policy-desk',
    role: roles.policyManager,
    givenName: 'Paul',
    familyName: 'Policymaker',
    about: 'policy manager',
  },
]

const otp = [
  { authType: 'otp', mandatory: false },
  { authType: 'otp-request', mandatory: false },
]
const biometrics = ['FINGER', 'IRIS', 'FACE'].map((authSubType) => ({
  authType: 'bio',
  authSubType,
  mandatory: false,
}))

function authPolicy(authTypes: readonly object[], attributes: readonly string[]) {
  return {
    authTokenType: 'partner',
    allowedAuthTypes: [...authTypes],
    allowedKycAttributes: attributes.map((attributeName) => ({ attributeName })),
  }
}

export const demoGroups = [
  {
    name: 'Banking and payments',
    desc: 'Banks, payment services and insurers',
    policies: [
      {
        name: 'Account opening',
        desc: 'Know who opens an account: name, birth date, photo',
        policyType: 'Auth',
        policies: authPolicy([...otp, ...biometrics], ['fullName', 'dateOfBirth', 'photo']),
        isDraft: false,
      },
      {
        name: 'Payment confirmation',
        desc: 'Confirm a payment by one-time password, no personal data',
        policyType: 'Auth',
        policies: authPolicy(otp, []),
        isDraft: false,
      },
      {
        name: 'Insurance claims',
        desc: 'Confirm who hands in a claim',
        policyType: 'Auth',
        policies: authPolicy(biometrics, ['fullName', 'phone']),
        isDraft: true,
      },
    ],
  },
  {
    name: 'Public services',
    desc: 'Ministries, municipalities and hospitals',
    policies: [
      {
        name: 'Benefit payout',
        desc: 'Confirm who receives a benefit: name and gender',
        policyType: 'Auth',
        policies: authPolicy([...otp, ...biometrics], ['fullName', 'gender']),
        isDraft: false,
      },
      {
        name: 'Digital identity card',
        desc: 'What a printed or digital card shows',
        policyType: 'DataShare',
        policies: {
          dataSharePolicies: {
            typeOfShare: 'Data Share',
            validForInMinutes: '30',
            transactionsAllowed: '2',
            encryptionType: 'Partner Based',
            shareDomain: 'datashare.datashare',
            source: 'ID Repository',
          },
          shareableAttributes: ['fullName', 'dateOfBirth', 'photo'].map((attribute) => ({
            attributeName: attribute,
            source: [{ attribute }],
            encrypted: true,
          })),
        },
        isDraft: false,
      },
    ],
  },
]

export const demoPartners: readonly DemoPartner[] = [
  {
    userName: 'north-bank',
    role: roles.authPartner,
    givenName: 'Nora',
    familyName: 'North',
    about: 'authentication partner with an API key',
    hasUser: true,
    partnerType: 'Auth_Partner',
    domain: 'AUTH',
    organizationName: 'North Bank',
    address: '1 Market Square, Northport',
    contactNumber: '5550101',
    langCode: 'eng',
    policyGroup: 'Banking and payments',
    certificateDays: 700,
    requests: [
      {
        policyName: 'Account opening',
        useCase: 'Check customers in our 40 branches when they open an account',
        decision: 'approved',
        keys: ['Branches', 'Mobile app'],
      },
      { policyName: 'Payment confirmation', useCase: 'Confirm transfers above 500 in the app' },
    ],
  },
  {
    userName: 'city-pay',
    role: roles.authPartner,
    givenName: 'Chafik',
    familyName: 'City',
    about: 'authentication partner that waits for approval',
    hasUser: true,
    partnerType: 'Auth_Partner',
    domain: 'AUTH',
    organizationName: 'City Pay',
    address: '22 Rue du Port, Northport',
    contactNumber: '5550102',
    langCode: 'fra',
    policyGroup: 'Banking and payments',
    certificateDays: 345,
    requests: [
      {
        policyName: 'Account opening',
        useCase: 'Everything',
        decision: 'rejected',
        reason: 'Please name the service and why it needs the photo',
      },
      { policyName: 'Payment confirmation', useCase: 'Confirm card payments at the till' },
    ],
  },
  {
    userName: 'central-hospital',
    role: roles.authPartner,
    givenName: 'Huda',
    familyName: 'Haddad',
    about: 'authentication partner without certificate',
    hasUser: true,
    partnerType: 'Auth_Partner',
    domain: 'AUTH',
    organizationName: 'Central Hospital',
    address: '5 Hill Road, Northport',
    contactNumber: '5550103',
    langCode: 'ara',
    policyGroup: 'Public services',
    requests: [],
  },
  {
    userName: 'clear-sensors',
    role: roles.deviceProvider,
    givenName: 'Dev',
    familyName: 'Darwish',
    about: 'device provider',
    hasUser: true,
    partnerType: 'Device_Provider',
    domain: 'DEVICE',
    organizationName: 'Clear Sensors',
    address: '9 Foundry Lane, Southport',
    contactNumber: '5550104',
    langCode: 'eng',
    policyGroup: undefined,
    certificateDays: 500,
    renewalInDays: 60,
    requests: [],
  },
  {
    userName: 'chip-works',
    role: roles.ftmProvider,
    givenName: 'Faye',
    familyName: 'Foundry',
    about: 'FTM chip provider',
    hasUser: true,
    partnerType: 'FTM_Provider',
    domain: 'FTM',
    organizationName: 'Chip Works',
    address: '11 Foundry Lane, Southport',
    contactNumber: '5550105',
    langCode: 'eng',
    policyGroup: undefined,
    certificateDays: 900,
    requests: [],
  },
  {
    userName: 'card-print',
    role: roles.credentialPartner,
    givenName: 'Cara',
    familyName: 'Card',
    about: 'credential partner',
    hasUser: true,
    partnerType: 'Credential_Partner',
    domain: 'AUTH',
    organizationName: 'Card Print House',
    address: '3 Press Street, Southport',
    contactNumber: '5550106',
    langCode: 'eng',
    policyGroup: 'Public services',
    certificateDays: 420,
    nameRequest: {
      newName: 'National Card Print House',
      reason: 'The company was renamed in the register of companies this spring',
    },
    requests: [
      { policyName: 'Digital identity card', useCase: 'Print identity cards for two regions' },
    ],
  },
]
