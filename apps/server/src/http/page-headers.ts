import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { Config } from '../config.ts'

export const oneYearSeconds = 31_536_000

type Directives = Record<string, string[]>

/** What pages of the web UI may load: only our own scripts; Mantine and the editor set styles. */
function directivesOfTheUi(config: Config): Directives {
  return {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    frameAncestors: ["'none'"],
    formAction: ["'self'", new URL(config.issuer).origin],
  }
}

/** What a page of nothing but text and its own style may load. */
export const directivesOfText: Directives = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'none'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'unsafe-inline'"],
  imgSrc: ["'none'"],
  fontSrc: ["'none'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
  formAction: ["'none'"],
}

/** The headers of every page that is served, whoever writes it. */
export function pageHeaders(
  config: Config,
  directives: Directives = directivesOfTheUi(config),
): FastifyHelmetOptions {
  const isHttps = config.PUBLIC_URL.startsWith('https:')
  return {
    contentSecurityPolicy: {
      directives: { ...directives, upgradeInsecureRequests: isHttps ? [] : null },
    },
    strictTransportSecurity: isHttps ? { maxAge: oneYearSeconds } : false,
    crossOriginEmbedderPolicy: false,
  }
}
