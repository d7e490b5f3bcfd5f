/** Name constraints. RFC 5280 §4.2.1.10, §6.1.3 (b), (c), §6.1.4 (g). */
import type { Certificate } from '../certificate.ts'
import type { NameConstraints } from '../extension-values.ts'
import type { GeneralName, GeneralNameKind } from '../general-names.ts'
import { isNameBelow, isSameName } from '../names.ts'
import type { Judgement, PathStep } from './path-step.ts'

/** Comparisons per certificate; a hostile one could ask for millions. */
const MOST_COMPARISONS = 50_000

/** Tells whether a name lies in a subtree; undefined when that cannot be told. */
type Match = (name: GeneralName, base: GeneralName) => boolean | undefined

const MATCHES: Partial<Record<GeneralNameKind, Match>> = {
  dNSName: (name, base) => matchHost(name.value, base.value),
  rfc822Name: (name, base) => matchMailbox(name.value, base.value),
  uniformResourceIdentifier: (name, base) => matchUri(name.value, base.value),
  iPAddress: (name, base) => matchAddress(name.bytes, base.bytes),
  directoryName: ({ name }, { name: base }) => name && base && isNameBelow(name, base),
}

/**
 * Judges the names of a certificate by the constraints of all authorities above it. Self-issued
 * authorities are free of them, the target never is.
 */
export function judgeNameConstraints({ certificate, path, index }: PathStep): Judgement {
  const constraints = path.slice(index + 1).flatMap(({ nameConstraints }) => nameConstraints ?? [])
  if (constraints.length === 0) return undefined
  if (index > 0 && isSameName(certificate.subject, certificate.issuer)) return undefined
  const names = namesOf(certificate)
  const bases = constraints.reduce(
    (sum, { permitted, excluded }) => sum + permitted.length + excluded.length,
    0,
  )
  if (names.length * bases > MOST_COMPARISONS) return 'too many names under too many constraints'
  for (const constraint of constraints) {
    for (const name of names) {
      const wrong = judgeName(name, constraint)
      if (wrong) return wrong
    }
  }
  return undefined
}

/** Subject, mail addresses in the subject, and alternative names. */
function namesOf({ subject, subjectAltNames = [] }: Certificate): GeneralName[] {
  const none = new Uint8Array()
  const directory: GeneralName[] =
    subject.rdns.length === 0
      ? []
      : [{ kind: 'directoryName', value: subject.formatted, bytes: none, name: subject }]
  const mailboxes = subject.rdns
    .flat()
    .filter(({ type }) => type === 'E')
    .map(({ value }): GeneralName => ({ kind: 'rfc822Name', value, bytes: none }))
  return [...directory, ...mailboxes, ...subjectAltNames]
}

function judgeName(name: GeneralName, { permitted, excluded }: NameConstraints): Judgement {
  const sameKind = ({ kind }: GeneralName) => kind === name.kind
  const [allowed, forbidden] = [permitted.filter(sameKind), excluded.filter(sameKind)]
  if (allowed.length === 0 && forbidden.length === 0) return undefined
  const match = MATCHES[name.kind]
  if (!match) return `constraints on names of kind ${name.kind} are not understood`
  const answers = forbidden.map((base) => match(name, base) ?? true)
  if (answers.includes(true) || forbidden.some((base) => mayStandFor(name, base))) {
    return `${name.kind} ${name.value} is excluded`
  }
  const isPermitted = allowed.length === 0 || allowed.some((base) => match(name, base) === true)
  return isPermitted ? undefined : `${name.kind} ${name.value} is not permitted`
}

/** A wildcard could be used for a host that is excluded. RFC 6125 §6.4.3. */
function mayStandFor(name: GeneralName, base: GeneralName): boolean {
  if (name.kind !== 'dNSName' || !name.value.startsWith('*.')) return false
  const parent = name.value.slice(2).toLowerCase()
  const [, ...rest] = base.value.toLowerCase().split('.')
  return rest.join('.') === parent
}

/** A host and everything below it; a leading dot leaves the host itself out. */
function matchHost(host: string, base: string): boolean | undefined {
  if (!isHost(host.startsWith('*.') ? host.slice(2) : host)) return undefined
  const [name, tree] = [host.toLowerCase(), base.toLowerCase()]
  if (tree === '' || name === tree) return true
  return name.endsWith(tree.startsWith('.') ? tree : `.${tree}`)
}

/** Labels of letters, digits, hyphens and underscores; no empty one, no dot at the end. */
const isHost = (host: string): boolean =>
  host.length <= 253 && /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i.test(host)

/** One mailbox, all of a host, or all of the hosts below a domain (leading dot). */
function matchMailbox(mailbox: string, base: string): boolean | undefined {
  const at = mailbox.lastIndexOf('@')
  const [local, host] = [mailbox.slice(0, at), mailbox.slice(at + 1)]
  if (at < 1 || !isHost(host)) return undefined
  const baseAt = base.lastIndexOf('@')
  if (baseAt < 0) return matchExactHost(host, base)
  return (
    local === base.slice(0, baseAt) && host.toLowerCase() === base.slice(baseAt + 1).toLowerCase()
  )
}

/** A host exactly, or all hosts below a domain (leading dot). */
function matchExactHost(host: string, base: string): boolean {
  const [name, tree] = [host.toLowerCase(), base.toLowerCase()]
  return tree.startsWith('.') ? name.endsWith(tree) : tree === '' || name === tree
}

/** Only addresses with a host name can be judged; RFC 5280 has others refused. */
function matchUri(uri: string, base: string): boolean | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(uri)?.[1]
  const host = authority?.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, '')
  if (!host || !isHost(host) || /^[\d.]+$/.test(host)) return undefined
  return matchExactHost(host, base)
}

/** A base is an address followed by its mask; one of the other family never matches. */
function matchAddress(address: Uint8Array, base: Uint8Array): boolean | undefined {
  const size = address.length
  if (base.length !== size * 2) return base.length === 8 || base.length === 32 ? false : undefined
  return address.every((byte, at) => {
    const mask = base[size + at] ?? 0
    return (byte & mask) === ((base[at] ?? 0) & mask)
  })
}
