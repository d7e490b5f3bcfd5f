import { setting, text, webAddress } from '../setting.ts'

/** Settings about eSignet; part of the table in config.ts. */
export const esignetSettings = {
  ESIGNET_URL: setting(webAddress.optional(), {
    meaning: 'eSignet with its path, as `https://esignet.example.org/v1/esignet`',
    otherwise: 'OIDC clients are local only; they are registered once it is set',
    upstream: 'mosip.pms.esignet.oauth-client-create-url and its like',
  }),
  ESIGNET_VERSION: setting(
    text.regex(/^\d+\.\d+(\.\d+)?$/, 'is no version; set one such as 1.6 or 1.8.0').optional(),
    {
      meaning: 'Version of eSignet; EC keys are taken from 1.7 on, when this says so',
      otherwise: 'found out by a call: 1.6 or newer, or older',
    },
  ),
  ESIGNET_TOKEN_URL: setting(webAddress.optional(), {
    meaning: 'Token endpoint that gives out our token for eSignet (client credentials)',
    otherwise: 'the token endpoint of `OIDC_ISSUER`',
  }),
  ESIGNET_CLIENT_ID: setting(text.optional(), {
    meaning: 'Client that this token is asked for with',
    otherwise: '`OIDC_CLIENT_ID`',
    upstream: 'mosip.pmp.auth.clientId',
  }),
  ESIGNET_CLIENT_SECRET: setting(text.optional(), {
    meaning: 'Secret of that client',
    otherwise: '`OIDC_CLIENT_SECRET`',
    upstream: 'mosip.pmp.auth.secretKey',
  }),
  ESIGNET_SCOPE: setting(text.default('add_oidc_client update_oidc_client'), {
    meaning: 'Scope that is asked for; eSignet demands both of these',
  }),
}
