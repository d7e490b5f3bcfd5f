/**
 * What an OIDC client may be, for the server and for the form that asks for it; apart from the rest of
 * the contract, because only that form needs these lists.
 */
export * from './base64url.ts'
export * from './client-key.ts'
export * from './languages.ts'
export * from './limits.ts'
export * from './redirect-uris.ts'
