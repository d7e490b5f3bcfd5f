import type { Certificate } from '../certificate.ts'
import type { KeyFlaw } from '../key-flaws.ts'
import type { PathPolicy } from './path-policy.ts'
import type { Revocation } from './path-rules.ts'

/** What a rule is shown: one certificate with the whole path it stands on. */
export interface PathStep {
  readonly certificate: Certificate
  /** Undefined for the uppermost certificate of the path. */
  readonly issuer: Certificate | undefined
  /** Target first. */
  readonly path: readonly Certificate[]
  readonly index: number
  readonly at: Date
  readonly policy: PathPolicy
  readonly revocation: Revocation | undefined
  /** Verified once for each pair in a search. */
  isSigned(child: Certificate, issuer: Certificate): boolean
}

/** The rule cannot be applied, because what it looks at is not there. */
export const NOT_REACHED = Symbol('not reached')

/** A breach that has a name, because people are told which it is. */
export interface KeyBreach {
  readonly reason: KeyFlaw
  readonly detail: string
}

/** What is wrong, in words for logs; undefined when nothing is. */
export type Judgement = string | KeyBreach | undefined | typeof NOT_REACHED

export type Rule = (step: PathStep) => Judgement
