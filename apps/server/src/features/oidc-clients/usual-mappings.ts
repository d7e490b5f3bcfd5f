/** What MOSIP deploys by default (auth-services.md 8.2), for an operator who names no other. */

/** The claims of eSignet. */
export const usualClaims = [
  'name',
  'address',
  'gender',
  'birthdate',
  'picture',
  'email',
  'phone_number',
  'individual_id',
]

/** `identity-mapping.json`. */
export const usualIdentityMapping = {
  identity: {
    name: { value: 'fullName' },
    gender: { value: 'gender' },
    birthdate: { value: 'dateOfBirth' },
    picture: { value: 'face' },
    email: { value: 'email' },
    phone_number: { value: 'phone' },
    individual_id: { value: 'individual_id' },
    address: {
      value: 'addressLine1,addressLine2,addressLine3,city,region,province,postalCode',
    },
  },
}

/** `amr-acr-mapping.json`. */
export const usualAcrMapping = {
  amr: {
    PWD: [{ type: 'PWD' }],
    PIN: [{ type: 'PIN' }],
    OTP: [{ type: 'OTP' }],
    Wallet: [{ type: 'WLA' }],
    'L1-bio-device': [{ type: 'BIO' }],
  },
  acr_amr: {
    'mosip:idp:acr:password': ['PWD'],
    'mosip:idp:acr:static-code': ['PIN'],
    'mosip:idp:acr:generated-code': ['OTP'],
    'mosip:idp:acr:linked-wallet': ['Wallet'],
    'mosip:idp:acr:biometrics': ['L1-bio-device'],
  },
}
