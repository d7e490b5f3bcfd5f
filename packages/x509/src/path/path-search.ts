import type { Certificate } from '../certificate.ts'
import { isAffordable } from '../key-description.ts'
import { openPublicKey } from '../key.ts'
import { nameKey } from '../names.ts'
import { isSignedWith } from '../signature.ts'
import { type CheckResult, countFlaws, judgePath, result } from './judge-path.ts'
import { isSelfIssued } from './issuer-rules.ts'
import type { PathPolicy } from './path-policy.ts'
import type { PathRule, Revocation } from './path-rules.ts'
import {
  type Candidate,
  type FindSubjects,
  type SubjectQuery,
  issuersOf,
  subjectOf,
} from './trust-source.ts'

/** What a search is about. */
interface SearchTerms {
  readonly target: Certificate
  readonly at: Date
  readonly policy: PathPolicy
  readonly revocation?: Revocation | undefined
  /** Who is known, by subject. */
  readonly find: FindSubjects
}

/** A path with what every rule says about it. */
interface JudgedPath {
  /** Target first. */
  readonly path: readonly Certificate[]
  readonly checks: readonly CheckResult[]
  readonly isAnchored: boolean
  readonly failures: number
}

/** The path that holds, or the one that came closest. */
interface SearchOutcome {
  readonly best: JudgedPath
  readonly pathsTried: number
}

interface State extends SearchTerms {
  readonly found: Map<string, readonly Candidate[]>
  readonly signatures: Map<string, boolean>
  readonly flaws: Map<string, number>
  best: JudgedPath | undefined
  steps: number
  pathsTried: number
  deadEnds: number
  isGivenUp: boolean
}

/** Unfinished paths that are judged: they only serve to explain a refusal. */
const MOST_DEAD_ENDS = 20

/**
 * Searches depth first from the target upwards: likeliest issuer first, every path to an anchor
 * judged by the whole policy until one holds. The order does not depend on the order of the pool.
 * RFC 4158 §2, §3.
 */
export function searchPath(terms: SearchTerms): SearchOutcome {
  const state: State = {
    ...terms,
    found: new Map(),
    signatures: new Map(),
    flaws: new Map(),
    best: undefined,
    steps: 0,
    pathsTried: 0,
    deadEnds: 0,
    isGivenUp: false,
  }
  const { target } = terms
  const same = ask(state, subjectOf(target))
  const isTrusted = same.some((one) => one.isAnchor && isSame(one.certificate, target))
  if (!isTrusted || !judge(state, [target], true)) climb(state, [target])
  const best = state.best ?? judgedPath(state, [target], false)
  return { best: state.isGivenUp ? givenUp(best) : best, pathsTried: state.pathsTried }
}

/** Extends a path by one issuer after the other; true once a path holds. */
function climb(state: State, path: readonly Certificate[]): boolean {
  const child = path.at(-1) ?? state.target
  const candidates = rank(state, child, ask(state, issuersOf(child)))
  let isDeadEnd = true
  for (const { certificate: issuer, isAnchor } of candidates) {
    state.steps += 1
    if (state.steps > state.policy.limits.steps) state.isGivenUp = true
    if (state.isGivenUp) return false
    if (isRepeated(path, issuer) || !isSigned(state, child, issuer)) continue
    isDeadEnd = false
    const next = [...path, issuer]
    if (isAnchor && judge(state, next, true)) return true
    if (isAnchor) continue
    if (next.length >= state.policy.limits.length) noteTooLong(state, next)
    else if (climb(state, next)) return true
  }
  if (isDeadEnd) noteDeadEnd(state, path, candidates)
  return false
}

function ask(state: State, query: SubjectQuery): readonly Candidate[] {
  const key = `${query.subjectKey} ${query.subjectKeyId ?? ''}`
  const known = state.found.get(key)
  if (known) return known
  // A look-up may be generous; names are the search's own business.
  const named = state
    .find(query)
    .filter(({ certificate }) => nameKey(certificate.subject) === query.subjectKey)
  state.found.set(key, named)
  return named
}

/** Fitting key first, then few flaws, then anchors so that short paths win, then the newest. */
function rank(state: State, child: Certificate, found: readonly Candidate[]): Candidate[] {
  const flaws = ({ certificate }: Candidate): number => {
    const known = state.flaws.get(certificate.thumbprintSha256)
    const count = known ?? countFlaws(certificate, state.policy, state.at)
    state.flaws.set(certificate.thumbprintSha256, count)
    return count
  }
  const keyRank = ({ certificate: { subjectKeyId } }: Candidate): number => {
    if (child.authorityKeyId === undefined || subjectKeyId === undefined) return 1
    return child.authorityKeyId === subjectKeyId ? 0 : 2
  }
  return found.toSorted(
    (one, other) =>
      keyRank(one) - keyRank(other) ||
      (one.isAnchor ? 0 : flaws(one)) - (other.isAnchor ? 0 : flaws(other)) ||
      Number(other.isAnchor) - Number(one.isAnchor) ||
      other.certificate.notBefore.getTime() - one.certificate.notBefore.getTime() ||
      (one.certificate.thumbprintSha256 < other.certificate.thumbprintSha256 ? -1 : 1),
  )
}

const isSame = (one: Certificate, other: Certificate): boolean =>
  one.thumbprintSha256 === other.thumbprintSha256

/** The same name with the same key again only makes a circle. RFC 4158 §2.4.2. */
function isRepeated([target, ...above]: readonly Certificate[], issuer: Certificate): boolean {
  if (target && isSame(target, issuer)) return true
  return above.some(
    (used) =>
      nameKey(used.subject) === nameKey(issuer.subject) &&
      Buffer.compare(used.publicKeyDer, issuer.publicKeyDer) === 0,
  )
}

function isSigned(state: State, child: Certificate, issuer: Certificate): boolean {
  const pair = `${child.thumbprintSha256} ${issuer.thumbprintSha256}`
  const known = state.signatures.get(pair)
  if (known !== undefined) return known
  if (state.signatures.size >= state.policy.limits.signatures) {
    state.isGivenUp = true
    return false
  }
  const isSigned =
    isAffordable(issuer.key) && isSignedWith(child, openPublicKey(issuer.publicKeyDer))
  state.signatures.set(pair, isSigned)
  return isSigned
}

function judgedPath(state: State, path: readonly Certificate[], isAnchored: boolean): JudgedPath {
  const { at, policy, revocation } = state
  const verify = (child: Certificate, issuer: Certificate) => isSigned(state, child, issuer)
  const checks = judgePath({ path, at, policy, revocation, isAnchored, isSigned: verify })
  return { path, checks, isAnchored, failures: countFailures(checks) }
}

/** Judges a path to an anchor; true when it holds. */
function judge(state: State, path: readonly Certificate[], isAnchored: boolean): boolean {
  state.pathsTried += 1
  if (state.pathsTried > state.policy.limits.paths) {
    state.isGivenUp = true
    return false
  }
  const judged = judgedPath(state, path, isAnchored)
  keepBest(state, judged)
  return judged.failures === 0
}

const countFailures = (checks: readonly CheckResult[]): number =>
  checks.filter(({ outcome }) => outcome === 'failed').length

/** Anchored beats dangling, then fewer failures, then what was found first. */
function keepBest(state: State, judged: JudgedPath): void {
  const { best } = state
  const isBetter =
    !best ||
    (judged.isAnchored && !best.isAnchored) ||
    (judged.isAnchored === best.isAnchored && judged.failures < best.failures)
  if (isBetter) state.best = judged
}

/** Nobody signed the uppermost certificate: it explains itself only while no anchor was reached. */
function noteDeadEnd(
  state: State,
  path: readonly Certificate[],
  candidates: readonly Candidate[],
): void {
  if (state.best?.isAnchored || state.deadEnds >= MOST_DEAD_ENDS) return
  const top = path.at(-1) ?? state.target
  const stranger = candidates.find(({ certificate }) => !isRepeated(path, certificate))
  if (stranger && !isSelfIssued(top)) {
    // Named right but not the signer: shown as part of the path, so that the signature fails there.
    return keep(state, [...path, stranger.certificate])
  }
  const [rule, detail]: [PathRule, string] =
    isSelfIssued(top) || candidates.length > 0
      ? ['trust_anchor', 'the end of the path is not trusted']
      : ['issuer_known', `nobody is known as ${top.issuer.formatted}`]
  const place = { certificate: top, index: path.length - 1 }
  keep(state, path, result(place, rule, { outcome: 'failed', detail }))
}

function noteTooLong(state: State, path: readonly Certificate[]): void {
  if (state.best?.isAnchored || state.deadEnds >= MOST_DEAD_ENDS) return
  const { target: certificate, policy } = state
  const detail = `more than ${policy.limits.length} certificates`
  keep(state, path, result({ certificate, index: 0 }, 'path_size', { outcome: 'failed', detail }))
}

function keep(state: State, path: readonly Certificate[], extra?: CheckResult): void {
  state.deadEnds += 1
  const judged = judgedPath(state, path, false)
  const checks = extra ? [...judged.checks, extra] : judged.checks
  keepBest(state, { ...judged, checks, failures: countFailures(checks) })
}

/** A search that stopped early says so, whatever it had found until then. */
function givenUp(best: JudgedPath): JudgedPath {
  const [certificate] = best.path
  if (best.failures === 0 && best.isAnchored) return best
  if (!certificate) return best
  const detail = 'too many candidates, signatures or paths to try them all'
  const stopped = result({ certificate, index: 0 }, 'search_size', { outcome: 'failed', detail })
  return { ...best, checks: [...best.checks, stopped], failures: best.failures + 1 }
}
