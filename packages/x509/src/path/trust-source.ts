import type { Certificate } from '../certificate.ts'
import { type Name, nameKey } from '../names.ts'

/** Who is looked for: certificates of a subject, best of all with a certain key. */
export interface SubjectQuery {
  readonly subject: Name
  /** The same for all spellings of one name (RFC 5280 §7.1); fit for an index. */
  readonly subjectKey: string
  /** Lower-case hexadecimal; a hint only, others of the subject are welcome. */
  readonly subjectKeyId?: string
}

/** A certificate that may stand on a path. */
export interface Candidate {
  readonly certificate: Certificate
  /** Trusted as it is: a path may end here. */
  readonly isAnchor: boolean
}

/** Finds certificates by subject, from memory. */
export type FindSubjects = (query: SubjectQuery) => readonly Candidate[]

/** Asks for the possible issuers of a certificate. */
export const issuersOf = (child: Certificate): SubjectQuery => ({
  subject: child.issuer,
  subjectKey: nameKey(child.issuer),
  ...(child.authorityKeyId !== undefined && { subjectKeyId: child.authorityKeyId }),
})

/** Asks for a certificate itself. */
export const subjectOf = (certificate: Certificate): SubjectQuery => ({
  subject: certificate.subject,
  subjectKey: nameKey(certificate.subject),
  ...(certificate.subjectKeyId !== undefined && { subjectKeyId: certificate.subjectKeyId }),
})

/**
 * Indexes certificates by subject, once for many paths.
 * @param pool in any order, duplicates allowed; what is in both lists is an anchor
 */
export function indexSubjects(pool: {
  readonly anchors: readonly Certificate[]
  readonly intermediates: readonly Certificate[]
}): FindSubjects {
  const distinct = new Map<string, Candidate>()
  for (const certificate of pool.intermediates) {
    distinct.set(certificate.thumbprintSha256, { certificate, isAnchor: false })
  }
  for (const certificate of pool.anchors) {
    distinct.set(certificate.thumbprintSha256, { certificate, isAnchor: true })
  }
  const bySubject = Map.groupBy(distinct.values(), ({ certificate }) =>
    nameKey(certificate.subject),
  )
  return ({ subjectKey }) => bySubject.get(subjectKey) ?? []
}
