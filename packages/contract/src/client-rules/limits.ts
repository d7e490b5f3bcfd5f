/** Rows of redirect addresses that a client has. */
export const mostRedirectUris = 5

/** Grant types, and ways to authenticate, that a client has (auth-services.md 8.1). */
export const mostMethods = 3

/** Minutes for which a consent lasts; eSignet counts seconds in 32 bits, and ten years are enough. */
export const consentMinutes = { least: 10, most: 5_256_000 }

/** What a service may ask somebody to sign in for; eSignet writes them so (esignet.md). */
export const clientPurposes = ['login', 'link', 'verify'] as const

/** How eSignet hands out what it knows of a person. */
export const userinfoTypes = ['JWS', 'JWE'] as const

/** eSignet keeps the additional configuration as JSON in a column of this width. */
export const longestConfig = 2048
