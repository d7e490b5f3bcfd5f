/** Nobody is signed in. Apart from the other failures, because every page asks for it alone. */
export const tokenInvalid = {
  code: 'KER-ATH-401',
  text: 'Authentication Failed',
  status: 401,
} as const
