import { toHex } from './asn1.ts'
import type { Certificate } from './certificate.ts'
import { openPublicKey } from './key.ts'
import {
  type PathCheck,
  type PathRule,
  check,
  checkAnchor,
  checkIntermediate,
  checkTarget,
} from './path-rules.ts'
import { isSignedWith } from './signature.ts'

/** What a path is asked for. Lists may be in any order and hold duplicates. */
export interface PathRequest {
  readonly target: Certificate
  /** Trusted as they are; those out of date at `at` are passed over. */
  readonly anchors: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
  readonly at: Date
}

/** A path from the target to an anchor, or why there is none. */
export type Path =
  | {
      readonly ok: true
      /** Leaf first, root last; the target alone when it is an anchor itself. */
      readonly path: readonly Certificate[]
      readonly checks: readonly PathCheck[]
    }
  | { readonly ok: false; readonly checks: readonly PathCheck[] }

interface Search {
  readonly at: Date
  readonly target: Certificate
  readonly anchors: ReadonlySet<string>
  readonly issuersByName: ReadonlyMap<string, readonly Certificate[]>
  readonly signatures: Map<string, boolean>
  readonly refusals: Map<string, PathCheck>
  steps: number
}

interface Trail {
  /** Leaf first. */
  readonly path: readonly Certificate[]
  readonly checks: readonly PathCheck[]
  /** Authorities so far that are not self-issued; only these count for path lengths. */
  readonly authorities: number
}

const LONGEST_PATH = 8
/** Candidates looked at before giving up; a store of a thousand equal names still fits. */
const MOST_STEPS = 2000

/**
 * Finds a path by depth-first search from the target upwards and judges it. Issuers are matched
 * by the exact bytes of their name and by signature; key identifiers only decide who is tried
 * first. Revocation is not checked. certificates.md B5, RFC 5280 §6.1, RFC 4158.
 * @returns on success the checks of the path, on failure those of the target and every refusal
 */
export function buildPath({ target, anchors, intermediates, at }: PathRequest): Path {
  const checks = checkTarget(target, at)
  if (!checks.every(({ passed }) => passed)) return { ok: false, checks }
  const search: Search = {
    at,
    target,
    anchors: new Set(anchors.map(({ thumbprintSha256 }) => thumbprintSha256)),
    issuersByName: groupByName([...anchors, ...intermediates]),
    signatures: new Map(),
    refusals: new Map(),
    steps: 0,
  }
  if (search.anchors.has(target.thumbprintSha256)) return { ok: true, path: [target], checks }
  const found = climb(search, { path: [target], checks, authorities: 0 })
  if (found) return { ok: true, path: found.path, checks: found.checks }
  return { ok: false, checks: [...checks, ...search.refusals.values()] }
}

/** Extends a trail to an anchor, or notes why that cannot be. */
function climb(search: Search, trail: Trail): Trail | undefined {
  const child = trail.path.at(-1) ?? search.target
  const candidates = candidatesFor(search, child)
  let hasSigner = false
  for (const candidate of candidates) {
    search.steps += 1
    if (search.steps > MOST_STEPS) return refuse(search, search.target, 'search_size')
    if (!isSignedBy(search, child, candidate)) continue
    hasSigner = true
    const found = tryIssuer(search, trail, candidate)
    if (found) return found
  }
  if (hasSigner) return undefined
  return refuse(search, child, candidates.length === 0 ? 'issuer_known' : 'signature')
}

/** Takes one step up to a certificate that did sign the end of the trail. */
function tryIssuer(search: Search, trail: Trail, issuer: Certificate): Trail | undefined {
  const isAnchor = search.anchors.has(issuer.thumbprintSha256)
  if (!isAnchor && isRepeated(search, trail, issuer)) {
    return refuse(search, issuer, 'trust_anchor')
  }
  const checks = isAnchor
    ? checkAnchor(issuer, search.at)
    : checkIntermediate(issuer, search.at, trail.authorities)
  const failed = checks.filter(({ passed }) => !passed)
  for (const { rule } of failed) refuse(search, issuer, rule)
  if (failed.length > 0) return undefined
  const signature = check(trail.path.at(-1) ?? search.target, 'signature', true)
  const next: Trail = {
    path: [...trail.path, issuer],
    checks: [...trail.checks, signature, ...checks],
    authorities: trail.authorities + (isSelfIssued(issuer) ? 0 : 1),
  }
  if (isAnchor) return next
  if (next.path.length >= LONGEST_PATH) return refuse(search, search.target, 'path_size')
  return climb(search, next)
}

/** Whoever has the right name: likeliest key first, then anchors, so that short paths win. */
function candidatesFor(search: Search, child: Certificate): Certificate[] {
  const named = search.issuersByName.get(toHex(child.issuerDer)) ?? []
  const rank = (candidate: Certificate): number =>
    identifierRank(child, candidate) * 2 + (search.anchors.has(candidate.thumbprintSha256) ? 0 : 1)
  return named.toSorted((one, other) => rank(one) - rank(other))
}

function identifierRank({ authorityKeyId }: Certificate, { subjectKeyId }: Certificate): number {
  if (authorityKeyId === undefined || subjectKeyId === undefined) return 1
  return authorityKeyId === subjectKeyId ? 0 : 2
}

/** The same name with the same key again only makes a circle without an anchor. RFC 4158 §2.4.2. */
function isRepeated(search: Search, trail: Trail, issuer: Certificate): boolean {
  if (issuer.thumbprintSha256 === search.target.thumbprintSha256) return true
  return trail.path
    .slice(1)
    .some(
      (used) =>
        toHex(used.subjectDer) === toHex(issuer.subjectDer) &&
        toHex(used.publicKeyDer) === toHex(issuer.publicKeyDer),
    )
}

function isSignedBy(search: Search, child: Certificate, issuer: Certificate): boolean {
  const pair = `${child.thumbprintSha256} ${issuer.thumbprintSha256}`
  const known = search.signatures.get(pair)
  if (known !== undefined) return known
  const isSigned = isSignedWith(child, openPublicKey(issuer.publicKeyDer))
  search.signatures.set(pair, isSigned)
  return isSigned
}

/** Notes a refusal once, however many trails meet it. */
function refuse(search: Search, certificate: Certificate, rule: PathRule): undefined {
  search.refusals.set(`${rule} ${certificate.thumbprintSha256}`, check(certificate, rule, false))
}

const isSelfIssued = ({ subjectDer, issuerDer }: Certificate): boolean =>
  toHex(subjectDer) === toHex(issuerDer)

function groupByName(certificates: readonly Certificate[]): Map<string, Certificate[]> {
  const distinct = new Map(certificates.map((one) => [one.thumbprintSha256, one]))
  return Map.groupBy(distinct.values(), ({ subjectDer }) => toHex(subjectDer))
}
