import { isObject } from '@pmp/contract'

/** Words for what systems and TLS answer; the first half is what happened, the second what to look at. */
const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the name service does not answer',
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  EHOSTUNREACH: 'no way leads to this host',
  ENETUNREACH: 'no way leads to this host',
  ENETDOWN: 'the network is down',
  ETIMEDOUT: 'it does not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer in time',
  UND_ERR_SOCKET: 'the connection was cut',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS, so its address begins with http',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS, so its address begins with http',
}

const trust =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?)$/

interface NetworkProblem {
  text: string
  /** The name leads nowhere, TLS was spoken and is not believed, or the other side is just away. */
  kind: 'name' | 'trust' | 'away'
}

/** Why an address could not be reached, from the error of a socket, of `fetch`, or of a deadline. */
export function networkProblem(error: unknown): NetworkProblem {
  const code = codeOf(error)
  if (isTimeout(error)) return { text: 'it does not answer in time', kind: 'away' }
  if (code !== undefined && trust.test(code)) {
    return { text: `its certificate comes from a CA that is not trusted (${code})`, kind: 'trust' }
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'CERT_HAS_EXPIRED') {
    const isOver = code === 'CERT_HAS_EXPIRED'
    return { text: `its certificate ${isOver ? 'is over' : 'is for another name'}`, kind: 'trust' }
  }
  const known = code === undefined ? undefined : words[code]
  const kind = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'name' : 'away'
  return { text: known ? `${known} (${code})` : deepestMessage(error), kind }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError'
}

/** `fetch` hides the code in its cause, and several addresses of one host in a list. */
function codeOf(error: unknown): string | undefined {
  if (!isObject(error)) return undefined
  const { code, cause, errors } = error
  if (typeof code === 'string' && code !== '') return code
  return codeOf(cause) ?? (Array.isArray(errors) ? codeOf(errors[0]) : undefined)
}

function deepestMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? deepestMessage(error.cause) : error.message
}
