import {
  domainOfPartnerType,
  type InputOf,
  type ResponseOf,
  type inspectCertificate as contract,
} from '@pmp/contract'
import type { Certificate } from '@pmp/x509'
import { judgeCertificate } from '../../certificate-engine/accept-certificate.ts'
import { advice, type JudgedRule } from '../../certificate-engine/acceptance.ts'
import { pathCheckOf, summaryOf } from '../../certificate-engine/certificate-summary.ts'
import type { TrustChain } from '../../certificate-engine/chain.ts'
import { readOfferedFile, uploadDataOf } from '../../certificate-engine/read-upload.ts'
import { mayIssue } from '../../certificate-engine/rules.ts'
import type { Context } from '../../context.ts'
import { checkMayActForKnown } from '../../identity/ownership.ts'
import { findPartner } from '../partners/queries.ts'
import { judgeReadiness } from '../partners/readiness.ts'
import { drawChain, type ChainLink } from './draw-chain.ts'

type Inspection = ResponseOf<typeof contract>

/**
 * Reads a certificate file and judges it by every rule of its upload, without storing anything. A
 * broken rule is told, not refused. Advice is a check that failed without a failure code: it does
 * not stand in the way.
 * @throws {Failure} certificate_unreadable · key_too_large · certificate_data_unusable ·
 *   partner_not_found, also for what is not theirs
 */
export async function inspectCertificate(
  context: Context,
  { certificateData, partnerDomain, partnerId, activateAt }: InputOf<typeof contract>,
): Promise<Inspection> {
  if (partnerId === undefined) return inspectAuthorities(context, certificateData, partnerDomain)
  const then = { ...context, now: activateAt ?? context.now }
  const listsAt = context.now
  return inspectLeaf(then, { certificateData, partnerDomain, partnerId, listsAt })
}

/** Only the lowest certificate would be stored; the others help to see what is missing. */
async function inspectLeaf(
  context: Context,
  asked: { certificateData: string; partnerDomain: string; partnerId: string; listsAt: Date },
): Promise<Inspection> {
  const { partnerDomain: domain, listsAt } = asked
  const partner = checkMayActForKnown(context.actor, await findPartner(context.db, asked.partnerId))
  const file = readOfferedFile(context, asked.certificateData)
  const [certificate, ...others] = file
  const holder = { kind: 'owner', organizationName: partner.name } as const
  const found = await judgeCertificate(context, { certificate, domain, holder, listsAt })
  const judged = [...(await judgeReadiness(context, partner)), ...found.judged]
  const isUsualDomain = domainOfPartnerType(partner.partnerTypeCode) === domain
  const checks = [...judged, advice('usual_domain', isUsualDomain)]
  const { revoked } = found.trust
  return {
    certificates: [
      { ...summaryOf(certificate, revoked), checks },
      ...others.map((other) => ({ ...summaryOf(other, revoked), checks: [] })),
    ],
    chain: (await drawChain(context, { trust: found.trust, domain, file })).map(linkOf),
    checks,
    pathChecks: found.trust.path.checks.map(pathCheckOf),
    isAcceptable: judged.every(({ passed }) => passed),
    uploadData: uploadDataOf([certificate]),
  }
}

/** A bundle is acceptable when some of it would be stored; a rule passes when all of it passes. */
async function inspectAuthorities(
  context: Context,
  certificateData: string,
  domain: string,
): Promise<Inspection> {
  const file = readOfferedFile(context, certificateData)
  const holder = { kind: 'authority' } as const
  const accepted: Certificate[] = []
  const checksOf = new Map<Certificate, JudgedRule[]>()
  const revoked: Certificate[] = []
  let lowest: TrustChain | undefined
  // The order in which the upload stores them.
  for (const certificate of file.toReversed()) {
    const offer = { certificate, domain, holder, alsoTrusted: accepted }
    const { judged, trust } = await judgeCertificate(context, offer)
    if (judged.every(({ passed }) => passed)) accepted.push(certificate)
    checksOf.set(
      certificate,
      judged.map((one) => withAdvice(one, certificate)),
    )
    revoked.push(...trust.revoked)
    lowest = trust
  }
  const { trust } = await judgeCertificate(context, { certificate: file[0], domain, holder })
  return {
    certificates: file.map((one) => ({
      ...summaryOf(one, revoked),
      checks: checksOf.get(one) ?? [],
    })),
    chain: (await drawChain(context, { trust, domain, file })).map(linkOf),
    checks: mergeChecks([...checksOf.values()]),
    pathChecks: lowest?.path.checks.map(pathCheckOf) ?? [],
    isAcceptable: accepted.length > 0,
    uploadData: uploadDataOf(file),
  }
}

/** Upstream: accepted without a word, although it can never issue anything (B3, "Right: warn"). */
function withAdvice(judged: JudgedRule, certificate: Certificate): JudgedRule {
  const isAdvice = judged.rule === 'may_issue' && judged.passed
  return isAdvice ? advice(judged.rule, mayIssue(certificate)) : judged
}

function mergeChecks(judgedEach: readonly JudgedRule[][]): JudgedRule[] {
  const [first = []] = judgedEach
  return first.map(({ rule }) => {
    const outcomes = judgedEach.flatMap((judged) => judged.filter((one) => one.rule === rule))
    return outcomes.find(({ passed }) => !passed) ?? advice(rule, true)
  })
}

function linkOf({ certificate, place, revoked }: ChainLink): Inspection['chain'][number] {
  return { ...summaryOf(certificate, revoked), place }
}
