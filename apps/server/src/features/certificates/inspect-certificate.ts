import {
  domainOfPartnerType,
  Failure,
  type InputOf,
  type ResponseOf,
  type inspectCertificate as contract,
} from '@pmp/contract'
import type { Certificate } from '@pmp/x509'
import type { Context } from '../../context.ts'
import { findPartner } from '../partners/queries.ts'
import { checkMayActFor } from '../partners/rules.ts'
import { caRules, gatherCaEvidence } from '../trust-store/ca-acceptance.ts'
import { judge, partnerRules, type JudgedRule } from './acceptance.ts'
import { gatherPartnerEvidence, gatherReadiness, readinessRules } from './partner-evidence.ts'
import { readUploadedAuthorities, readUploadedCertificate } from './read-upload.ts'

type Inspection = ResponseOf<typeof contract>

/**
 * Reads a certificate file and judges it by every rule of its upload, without storing anything. A
 * broken rule is told, not refused. Advice is a check that failed without a failure code: it does
 * not stand in the way.
 * @throws {Failure} certificate_unreadable · certificate_data_unusable · partner_not_found ·
 *   caller_not_owner
 */
export async function inspectCertificate(
  context: Context,
  { certificateData, partnerDomain, partnerId }: InputOf<typeof contract>,
): Promise<Inspection> {
  if (partnerId === undefined) return inspectAuthorities(context, certificateData, partnerDomain)
  return inspectLeaf(context, { certificateData, partnerDomain, partnerId })
}

async function inspectLeaf(
  context: Context,
  asked: { certificateData: string; partnerDomain: string; partnerId: string },
): Promise<Inspection> {
  const { partnerDomain } = asked
  const partner = await findPartner(context.db, asked.partnerId)
  if (!partner) throw new Failure('partner_not_found')
  checkMayActFor(context.actor, partner)
  const certificate = readUploadedCertificate(asked.certificateData)
  const found = await gatherPartnerEvidence(context, certificate, partner, partnerDomain)
  const judged = [
    ...judge(readinessRules, await gatherReadiness(context, partner)),
    ...judge(partnerRules, found.evidence),
  ]
  const isUsualDomain = domainOfPartnerType(partner.partnerTypeCode) === partnerDomain
  return {
    certificates: [summaryOf(certificate)],
    chain: found.chain.known.map(summaryOf),
    checks: [...judged, { rule: 'usual_domain', passed: isUsualDomain, failureCode: null }],
    isAcceptable: judged.every(({ passed }) => passed),
  }
}

/** A bundle is acceptable when some of it would be stored; a rule passes when all of it passes. */
async function inspectAuthorities(
  context: Context,
  certificateData: string,
  domain: string,
): Promise<Inspection> {
  const certificates = readUploadedAuthorities(certificateData)
  const accepted: Certificate[] = []
  const judgedEach: JudgedRule[][] = []
  let known: readonly Certificate[] = []
  for (const certificate of certificates) {
    const found = await gatherCaEvidence(context, certificate, domain, accepted)
    const judged = judge(caRules, found.evidence)
    if (judged.every(({ passed }) => passed)) accepted.push(certificate)
    judgedEach.push([...judged, adviceOnIssuing(certificate)])
    known = found.chain.known
  }
  return {
    // The file's own order: leaf first.
    certificates: certificates.toReversed().map(summaryOf),
    chain: known.map(summaryOf),
    checks: mergeChecks(judgedEach),
    isAcceptable: accepted.length > 0,
  }
}

/** Upstream: accepted without a word, although it can never issue anything (B3, "Right: warn"). */
function adviceOnIssuing({ isCa, keyUsage }: Certificate): JudgedRule {
  const passed = isCa && (keyUsage?.includes('keyCertSign') ?? true)
  return { rule: 'may_issue', passed, failureCode: null }
}

function mergeChecks(judgedEach: readonly JudgedRule[][]): JudgedRule[] {
  const [first = []] = judgedEach
  return first.map(({ rule }) => {
    const outcomes = judgedEach.flatMap((judged) => judged.filter((one) => one.rule === rule))
    return outcomes.find(({ passed }) => !passed) ?? { rule, passed: true, failureCode: null }
  })
}

function summaryOf(certificate: Certificate): Inspection['certificates'][number] {
  const { key, subject, issuer } = certificate
  return {
    subject: subject.formatted,
    issuer: issuer.formatted,
    organization: certificate.organization ?? null,
    commonName: certificate.commonName ?? null,
    serialNumber: certificate.serialNumber,
    thumbprintSha256: certificate.thumbprintSha256,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    key: `${key.type} ${key.curve ?? key.bits}`,
    signatureAlgorithm: certificate.signatureAlgorithm,
    isCa: certificate.isCa,
    isSelfSigned: certificate.isSelfSigned,
  }
}
