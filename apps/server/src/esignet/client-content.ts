/** What a client is to be at eSignet, as the portal has it now. */
export interface ClientContent {
  clientId: string
  /** The plain name. */
  name: string
  /** Names by language, without the plain one. */
  nameLangMap: Readonly<Record<string, string>> | null
  /** A JWK. */
  publicKey: Readonly<Record<string, unknown>>
  relyingPartyId: string
  userClaims: string[]
  authContextRefs: string[]
  logoUri: string
  redirectUris: string[]
  grantTypes: string[]
  clientAuthMethods: string[]
  additionalConfig: Readonly<Record<string, unknown>> | null
  status: 'ACTIVE' | 'INACTIVE'
}
