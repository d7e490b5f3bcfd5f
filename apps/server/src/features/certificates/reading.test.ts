import { roles } from '@pmp/contract'
import { encodePkcs7, readCertificate } from '@pmp/x509'
import type { TestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { inspectCertificate } from './inspect-certificate.ts'
import { listPartnerCertificates } from './list-partner-certificates.ts'
import { listCertificateGenerations, readCertificateGeneration } from './read-generations.ts'
import { readPartnerCertificate, readPartnerCertificateData } from './read-partner-certificate.ts'
import {
  actorOf,
  openRegistry,
  refusalOf,
  registrar,
  type Registry,
} from '../../testing/registry.ts'
import { uploadPartnerCertificate } from './upload-partner-certificate.ts'

let registry: Registry
let authority: TestAuthority

beforeAll(async () => {
  registry = await openRegistry()
  authority = await registry.authority('DEVICE')
})

afterAll(() => registry.close())

async function activePartner(days?: number) {
  const partner = await registry.partner()
  const leaf = await authority.issueLeaf({ organization: partner.name, days })
  const reply = await registry.as(partner.user, uploadPartnerCertificate, {
    partnerId: partner.id,
    certificateData: leaf.certificate.pem,
    partnerDomain: 'DEVICE',
  })
  return { ...partner, leaf: leaf.certificate, signed: reply.signedCertificateData }
}

function change(id: string, columns: { isActive?: boolean; certificateAlias?: string }) {
  return registry.db.updateTable('pms.partner').set(columns).where('id', '=', id).execute()
}

/** Runs work some days from now. */
async function daysLater<T>(days: number, work: () => Promise<T>): Promise<T> {
  const { now } = registry.clock
  registry.clock.now = new Date(now.getTime() + days * dayMs)
  try {
    return await work()
  } finally {
    registry.clock.now = now
  }
}

describe('the MOSIP-signed certificate of a partner', () => {
  const read = (partnerId: string) =>
    registry.as(actorOf('share', roles.createShare), readPartnerCertificate, { partnerId })

  test('is for every service with the role', async () => {
    const partner = await activePartner()
    expect(await read(partner.id)).toEqual({
      certificateData: partner.signed,
      timestamp: registry.clock.now,
    })
  })

  test('is refused for an unknown partner, before an upload, and when its row is gone', async () => {
    const partner = await registry.partner()
    expect(await refusalOf(read('nobody'))).toBe('PMS_PRT_005')
    expect(await refusalOf(read(partner.id))).toBe('PMS_PRT_108')
    await change(partner.id, { certificateAlias: 'lost' })
    expect(await refusalOf(read(partner.id))).toBe('KER-PCM-012')
  })
})

describe('both certificates of a partner', () => {
  const read = (actor = registrar, partnerId = '') =>
    registry.as(actor, readPartnerCertificateData, { partnerId })

  test('are for the owner and for administrators', async () => {
    const partner = await activePartner()
    const both = {
      caSignedCertificateData: partner.leaf.pem,
      isCaSignedCertificateExpired: false,
      mosipSignedCertificateData: partner.signed,
      isMosipSignedCertificateExpired: false,
    }
    expect(await read(partner.user, partner.id)).toEqual(both)
    expect(await read(registrar, partner.id)).toEqual(both)
  })

  test('are not handed out once expired', async () => {
    const partner = await activePartner()
    expect(await daysLater(366, () => read(partner.user, partner.id))).toEqual({
      caSignedCertificateData: partner.leaf.pem,
      isCaSignedCertificateExpired: false,
      mosipSignedCertificateData: '',
      isMosipSignedCertificateExpired: true,
    })
  })

  test('are refused step by step', async () => {
    const [own, other] = [await activePartner(), await activePartner()]
    const waiting = await registry.partner()
    expect(await refusalOf(read(actorOf('nobody'), own.id))).toBe('PMS_CERTIFICATE_ERROR_002')
    expect(await refusalOf(read(own.user, other.id))).toBe('PMS_CERTIFICATE_ERROR_007')
    expect(await refusalOf(read(own.user, 'nobody'))).toBe('PMS_CERTIFICATE_ERROR_007')
    expect(await refusalOf(read(registrar, 'nobody'))).toBe('PMS_PRT_005')
    expect(await refusalOf(read(waiting.user, waiting.id))).toBe('PMS_PRT_108')
    await change(own.id, { isActive: false })
    expect(await refusalOf(read(own.user, own.id))).toBe('PMS_CERTIFICATE_ERROR_009')
    await change(other.id, { certificateAlias: 'lost' })
    expect(await refusalOf(read(other.user, other.id))).toBe('KER-PCM-012')
  })

  test('that cannot be read any more are told as such', async () => {
    const partner = await activePartner()
    await registry.db
      .updateTable('keymgr.partnerCertStore')
      .set({ signedCertData: 'damaged' })
      .where('organizationName', '=', partner.name)
      .execute()
    expect(await refusalOf(read(partner.user, partner.id))).toBe('PMS_CERTIFICATE_ERROR_006')
  })
})

describe('the files of a generation', () => {
  async function generationOf(id: string) {
    const context = registry.contextFor(registrar)
    const read = { partnerId: id, list: { page: { pageNo: 0, pageSize: 1 } } }
    const [generation] = (await listCertificateGenerations(context, read)).data
    return { partnerId: id, generationId: generation?.generationId ?? '' }
  }

  test('are without the original where originals are switched off', async () => {
    const partner = await activePartner()
    const wanted = await generationOf(partner.id)
    const { config, ...context } = registry.contextFor(partner.user)
    const closed = { ...config, ORIGINAL_CERTIFICATES_AVAILABLE: false }
    expect(await readCertificateGeneration({ ...context, config }, wanted)).toEqual({
      uploadedCertificateData: partner.leaf.pem,
      signedCertificateData: partner.signed,
    })
    expect(await readCertificateGeneration({ ...context, config: closed }, wanted)).toEqual({
      uploadedCertificateData: null,
      signedCertificateData: partner.signed,
    })
  })

  test('are listed also when a stored text is no certificate', async () => {
    const partner = await activePartner()
    const { generationId } = await generationOf(partner.id)
    await registry.db
      .updateTable('keymgr.partnerCertStore')
      .set({ certData: 'damaged' })
      .where('certId', '=', generationId)
      .execute()
    const read = { partnerId: partner.id, list: { page: { pageNo: 0, pageSize: 5 } } }
    const told = await listCertificateGenerations(registry.contextFor(registrar), read)
    expect(told.data).toMatchObject([
      { state: 'current', subject: '', signedValidTill: readCertificate(partner.signed).notAfter },
    ])
  })
})

describe('the list of own certificates', () => {
  const list = (actor = registrar, expiryPeriod?: number) =>
    registry.as(actor, listPartnerCertificates, { expiryPeriod })

  test('shows every partner of the user, with and without certificate', async () => {
    const [active, waiting] = [await activePartner(), await registry.partner()]
    const userId = active.id.toUpperCase()
    await registry.db
      .updateTable('pms.partner')
      .set({ userId })
      .where('id', '=', waiting.id)
      .execute()
    const signed = readCertificate(active.signed)
    expect(await list(active.user)).toEqual([
      {
        partnerId: active.id,
        partnerType: 'Device_Provider',
        isCertificateAvailable: true,
        certificateIssuedTo: active.leaf.commonName,
        certificateUploadDateTime: signed.notBefore,
        certificateExpiryDateTime: signed.notAfter,
        isPartnerActive: true,
      },
      {
        partnerId: waiting.id,
        partnerType: 'Device_Provider',
        isCertificateAvailable: false,
        certificateIssuedTo: null,
        certificateUploadDateTime: null,
        certificateExpiryDateTime: null,
        isPartnerActive: true,
      },
    ])
    await change(active.id, { isActive: false, certificateAlias: 'lost' })
    expect(await list(active.user)).toMatchObject([
      { isCertificateAvailable: false, isPartnerActive: false },
      { isPartnerActive: true },
    ])
  })

  test('can be narrowed to what ends soon', async () => {
    const { user } = await activePartner()
    expect(await list(user, 30)).toEqual([])
    expect(await daysLater(340, () => list(user, 25))).toHaveLength(1)
    expect(await daysLater(340, () => list(user, 24))).toHaveLength(0)
    expect(await daysLater(366, () => list(user, 30))).toEqual([])
  })

  test('is refused to a user without partner, and empty for an administrator', async () => {
    expect(await refusalOf(list(actorOf('nobody', roles.deviceProvider)))).toBe(
      'PMS_CERTIFICATE_ERROR_002',
    )
    expect(await list(registrar)).toEqual([])
  })
})

describe('an inspection', () => {
  const inspect = (
    certificateData: string,
    partnerId?: string,
    partnerDomain: 'AUTH' | 'DEVICE' = 'DEVICE',
  ) => registry.as(registrar, inspectCertificate, { certificateData, partnerDomain, partnerId })
  const broken = (checks: { rule: string; passed: boolean; failureCode: string | null }[]) =>
    checks.filter(({ passed }) => !passed).map(({ rule, failureCode }) => [rule, failureCode])

  test('of a good leaf passes every rule and draws the chain', async () => {
    const partner = await registry.partner()
    const { certificate } = await authority.issueLeaf({ organization: partner.name })
    const found = await inspect(certificate.pem, partner.id)
    expect(found.isAcceptable).toBe(true)
    expect(broken(found.checks)).toEqual([])
    expect(found.certificates).toMatchObject([
      {
        organization: partner.name,
        key: 'RSA 2048',
        signatureAlgorithm: 'SHA256withRSA',
        isCa: false,
        thumbprintSha256: certificate.thumbprintSha256,
      },
    ])
    expect(found.chain.map(({ commonName }) => commonName)).toEqual([
      certificate.commonName,
      authority.intermediate.certificate.commonName,
      authority.root.certificate.commonName,
    ])
  })

  test('names every broken rule at once and stores nothing', async () => {
    const partner = await registry.partner('Auth_Partner')
    const { certificate } = await authority.issueLeaf({ organization: 'Else', days: 100 })
    const found = await inspect(certificate.pem, partner.id)
    expect(found.isAcceptable).toBe(false)
    expect(broken(found.checks)).toEqual([
      ['policy_group_chosen', 'PMS_PRT_054'],
      ['remaining_validity', 'KER-KMS-021'],
      ['organization', 'KER-PCM-008'],
      ['usual_domain', null],
    ])
    const rows = await registry.db
      .selectFrom('keymgr.partnerCertStore')
      .select('certId')
      .where('certThumbprint', '=', certificate.thumbprintSha1)
      .execute()
    expect(rows).toEqual([])
  })

  test('of an expired leaf still draws its chain', async () => {
    const partner = await registry.partner()
    const { certificate } = await authority.issueLeaf({ organization: partner.name, days: -2 })
    const found = await inspect(certificate.pem, partner.id)
    expect(found.chain).toHaveLength(3)
    expect(broken(found.checks).map(([rule]) => rule)).toContain('is_valid_now')
  })

  test('of a stranger ends where the trust store does', async () => {
    const partner = await registry.partner()
    const stranger = await registry.authority()
    const { certificate } = await stranger.issueLeaf({ organization: partner.name })
    const found = await inspect(certificate.pem, partner.id)
    expect(found.chain).toHaveLength(1)
    expect(broken(found.checks)).toEqual([['issuer_trusted', 'KER-PCM-006']])
  })

  test('of a bundle judges it as if it were uploaded', async () => {
    const { root, intermediate } = await registry.authority()
    const bundle = Buffer.from(encodePkcs7([intermediate.certificate, root.certificate]))
    const found = await inspect(bundle.toString('base64url'))
    expect(found).toMatchObject({ isAcceptable: true, chain: [{}, { isSelfSigned: true }] })
    expect(found.certificates.map(({ isSelfSigned }) => isSelfSigned)).toEqual([false, true])
    expect(broken(found.checks)).toEqual([])
  })

  test('reads PEM, DER and bundles in any order, and says what to upload', async () => {
    const partner = await registry.partner()
    const { certificate: leaf } = await authority.issueLeaf({ organization: partner.name })
    const all = [authority.root.certificate, leaf, authority.intermediate.certificate]
    const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64')
    const files = {
      der: base64(leaf.der),
      pem: all.map(({ pem }) => pem).join('\n'),
      base64OfPem: base64(all.map(({ pem }) => pem).join('\n')),
      bundle: base64(encodePkcs7(all)),
    }
    for (const [kind, data] of Object.entries(files)) {
      const found = await inspect(data, partner.id)
      expect([kind, found.certificates[0]?.thumbprintSha1]).toEqual([kind, leaf.thumbprintSha1])
      expect(found.uploadData).toBe(leaf.pem)
    }
  })

  test('of a chain whose issuer the trust store lacks shows the issuer as part of the file', async () => {
    const partner = await registry.partner()
    const stranger = await registry.authority()
    const { certificate: leaf } = await stranger.issueLeaf({ organization: partner.name })
    const file = [leaf, stranger.intermediate.certificate, stranger.root.certificate]
    const found = await inspect(file.map(({ pem }) => pem).join(''), partner.id)
    expect(found.chain.map(({ place }) => place)).toEqual(['file', 'file', 'file'])
    expect(broken(found.checks)).toEqual([['issuer_trusted', 'KER-PCM-006']])
  })

  test('of several CA certificates judges each, and the bundle it names is stored whole', async () => {
    const made = await registry.authority()
    const { certificate: expired } = await made.issueLeaf({ days: -3 })
    const { root, intermediate } = made
    const file = [root.certificate, expired, intermediate.certificate].map(({ pem }) => pem)
    const found = await inspect(file.join('\n'))
    expect(found.certificates.map(({ commonName }) => commonName)).toEqual([
      expired.commonName,
      intermediate.certificate.commonName,
      root.certificate.commonName,
    ])
    const brokenOf = found.certificates.map(({ checks }) => broken(checks).map(([rule]) => rule))
    expect(brokenOf).toEqual([
      ['is_valid_now', 'ca_remaining_validity', 'root_trusted', 'may_issue'],
      [],
      [],
    ])
    const { status } = await registry.trust(found.uploadData, 'DEVICE')
    expect(status).toBe('Partial Upload Success.')
  })

  test('tells what was found and what was wanted', async () => {
    const partner = await registry.partner()
    const { certificate } = await authority.issueLeaf({ organization: 'Else', days: 100 })
    const { checks } = await inspect(certificate.pem, partner.id)
    const details = Object.fromEntries(checks.map((check) => [check.rule, check.details]))
    expect(details).toMatchObject({
      organization: { found: 'Else', wanted: partner.name },
      remaining_validity: { left: 99, least: 335 },
      has_started: {},
    })
  })

  test('of a CA certificate says what stands against it, and advises on one that cannot issue', async () => {
    expect(broken((await inspect(authority.root.certificate.pem)).checks)).toEqual([
      ['not_yet_trusted', 'KER-PCM-003'],
    ])
    const { certificate } = await authority.issueLeaf()
    const strict = await inspect(certificate.pem)
    expect(strict.isAcceptable).toBe(false)
    expect(broken(strict.checks)).toEqual([['may_issue', 'KER-PCM-005']])
    const context = registry.contextFor(registrar)
    const config = { ...registry.config, CERTIFICATE_PATH_RULES: 'upstream' as const }
    const leaf = await inspectCertificate(
      { ...context, config },
      { certificateData: certificate.pem, partnerDomain: 'DEVICE' },
    )
    expect(leaf.isAcceptable).toBe(true)
    expect(broken(leaf.checks)).toEqual([['may_issue', null]])
  })

  test('refuses only what cannot be judged', async () => {
    const partner = await registry.partner()
    const { certificate } = await authority.issueLeaf()
    expect(await refusalOf(inspect('nothing', partner.id))).toBe('KER-KMS-013')
    expect(await refusalOf(inspect(certificate.pem, 'nobody'))).toBe('PMS_PRT_005')
    const asked = { certificateData: certificate.pem, partnerDomain: 'DEVICE' } as const
    const asStranger = registry.as(actorOf('stranger'), inspectCertificate, {
      ...asked,
      partnerId: partner.id,
    })
    expect(await refusalOf(asStranger)).toBe('PMS_PRT_005')
  })
})
