import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { roles } from '@pmp/contract'
import { certificateFromDer, readCertificate, readPkcs7 } from '@pmp/x509'
import type { TestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { downloadPlatformChain } from './download-platform-chain.ts'
import {
  actorOf,
  openRegistry,
  refusalOf,
  registrar,
  type Registry,
} from '../../testing/registry.ts'
import { seen } from '../../testing/seen.ts'
import { uploadPartnerCertificate } from './upload-partner-certificate.ts'

let registry: Registry
const authorities = new Map<string, TestAuthority>()

beforeAll(async () => {
  registry = await openRegistry()
  for (const domain of ['AUTH', 'DEVICE', 'FTM', 'MISP']) {
    authorities.set(domain, await registry.authority(domain))
  }
})

afterAll(() => registry.close())

async function leafFor(name: string, domain = 'DEVICE', days?: number) {
  const authority = authorities.get(domain) ?? (await registry.authority(domain))
  const { certificate } = await authority.issueLeaf({ organization: name, days })
  return certificate
}

type Partner = Awaited<ReturnType<Registry['partner']>>

function upload(partner: Partner, certificateData: string, partnerDomain = 'DEVICE') {
  const { id: partnerId, user } = partner
  const upload = { partnerId, certificateData, partnerDomain }
  return registry.as(user, uploadPartnerCertificate, upload)
}

function rowOf(id: string) {
  return registry.db
    .selectFrom('pms.partner')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** What OpenSSL says of a certificate below the chain that the platform hands out. */
async function opensslVerify(leafPem: string): Promise<string> {
  const { chainPem } = await downloadPlatformChain(registry.contextFor(registrar))
  const [signer = '', root = ''] = chainPem.split(/(?<=-----END CERTIFICATE-----\n)/)
  const folder = mkdtempSync(join(tmpdir(), 'pmp-verify-'))
  const files = { root, signer, leaf: leafPem }
  for (const [name, pem] of Object.entries(files)) writeFileSync(join(folder, name), pem)
  try {
    return execFileSync('openssl', ['verify', '-CAfile', 'root', '-untrusted', 'signer', 'leaf'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('a first upload', () => {
  test('activates the partner and leaves history, audit and events', async () => {
    const partner = await registry.partner()
    const leaf = await leafFor(partner.name)
    const reply = await upload(partner, leaf.pem)
    expect(reply.timestamp).toEqual(registry.clock.now)
    expect(await rowOf(partner.id)).toMatchObject({
      certificateAlias: reply.certificateId,
      isActive: true,
      approvalStatus: 'approved',
      updBy: partner.id,
    })
    const stored = await registry.db
      .selectFrom('keymgr.partnerCertStore')
      .selectAll()
      .where('certId', '=', reply.certificateId)
      .executeTakeFirstOrThrow()
    expect(stored).toMatchObject({
      certSubject: leaf.subject.formatted,
      certIssuer: leaf.issuer.formatted,
      partnerDomain: 'DEVICE',
      organizationName: partner.name,
      certThumbprint: leaf.thumbprintSha1,
      certData: leaf.pem,
      signedCertData: reply.signedCertificateData,
      keyUsage: '',
      crBy: 'SYSTEM',
    })
    const issuer = await registry.db
      .selectFrom('keymgr.caCertStore')
      .select('certSubject')
      .where('certId', '=', stored.issuerId)
      .executeTakeFirst()
    expect(issuer?.certSubject).toBe(leaf.issuer.formatted)
    expect(await seen(registry).audit({ subjectId: partner.id })).toMatchObject([
      {
        action: 'certificate.uploaded',
        before: { approvalStatus: 'InProgress', isActive: false, certificateId: null },
        after: { approvalStatus: 'approved', isActive: true, certificateId: reply.certificateId },
      },
    ])
  })

  test('queues the partner and the chain, leaf first', async () => {
    const partner = await registry.partner()
    const leaf = await leafFor(partner.name)
    const { signedCertificateData } = await upload(partner, leaf.pem, ' device')
    const told = await seen(registry).outbox({ orderingKey: partner.id })
    const messages = told.toSorted((a, b) => b.topic.localeCompare(a.topic))
    const [updated, chained] = messages.map(({ payload }) => Object(payload).event.data)
    expect(messages.map(({ topic }) => topic)).toEqual([
      'PARTNER_UPDATED',
      'CA_CERTIFICATE_UPLOADED',
    ])
    expect(updated).toEqual({
      partnerData: {
        partnerId: partner.id,
        partnerName: partner.name,
        certificateData: signedCertificateData,
        partnerStatus: 'ACTIVE',
      },
    })
    expect(chained).toMatchObject({ certChainDatashareUrl: null, partnerDomain: 'DEVICE' })
    const { signer, root } = registry.keys
    expect(readPkcs7(Buffer.from(chained.certChain, 'base64url')).map(({ pem }) => pem)).toEqual([
      signedCertificateData,
      signer.certificate.pem,
      root.certificate.pem,
    ])
  })

  test('lets other modules encrypt for the partner', async () => {
    const partner = await registry.partner()
    const { signedCertificateData } = await upload(partner, (await leafFor(partner.name)).pem)
    const signed = readCertificate(signedCertificateData)
    const aliases = await registry.db
      .selectFrom('keymgr.keyAlias as alias')
      .innerJoin('keymgr.keyStore as key', 'key.id', 'alias.id')
      .select(['alias.id', 'key.masterKey', 'key.privateKey', 'key.certificateData'])
      .select(['alias.keyGenDtimes', 'alias.keyExpireDtimes', 'alias.certThumbprint'])
      .where('alias.appId', '=', 'PARTNER')
      .where('alias.refId', '=', partner.id)
      .execute()
    expect(aliases).toEqual([
      {
        id: aliases[0]?.masterKey,
        masterKey: aliases[0]?.id,
        privateKey: 'NA',
        certificateData: signedCertificateData,
        keyGenDtimes: signed.notBefore,
        keyExpireDtimes: signed.notAfter,
        certThumbprint: signed.thumbprintSha256,
      },
    ])
  })

  test('makes the domain trust the platform once, and never the partner', async () => {
    const partner = await registry.partner()
    const { signedCertificateData } = await upload(partner, (await leafFor(partner.name)).pem)
    await upload(partner, (await leafFor(partner.name)).pem)
    const { root, signer } = registry.keys
    const rows = await registry.db
      .selectFrom('keymgr.caCertStore')
      .select(['certId', 'issuerId', 'caCertType', 'certThumbprint'])
      .where('partnerDomain', '=', 'DEVICE')
      .where('certThumbprint', 'in', [
        root.certificate.thumbprintSha1,
        signer.certificate.thumbprintSha1,
        readCertificate(signedCertificateData).thumbprintSha1,
      ])
      .orderBy('caCertType', 'desc')
      .execute()
    expect(rows).toMatchObject([
      { caCertType: 'ROOT', issuerId: rows[0]?.certId },
      { caCertType: 'INTERMEDIATE', issuerId: rows[0]?.certId },
    ])
  })
})

describe('the MOSIP-signed certificate', () => {
  test.each([
    ['DEVICE', { isCa: true, pathLength: 0, keyUsage: ['digitalSignature', 'keyCertSign'] }],
    ['AUTH', { isCa: false, keyUsage: ['digitalSignature', 'keyEncipherment'] }],
    ['MISP', { isCa: false, keyUsage: ['digitalSignature'] }],
  ])('in %s has what that domain needs and OpenSSL accepts it', async (domain, wanted) => {
    const partner = await registry.partner()
    const leaf = await leafFor(partner.name, domain)
    const { signedCertificateData } = await upload(partner, leaf.pem, domain)
    const signed = readCertificate(signedCertificateData)
    expect(signed).toMatchObject(wanted)
    expect(signed.subject.formatted).toBe(leaf.subject.formatted)
    expect(signed.issuer.formatted).toBe(registry.keys.signer.certificate.subject.formatted)
    expect(Buffer.from(signed.publicKeyDer).equals(leaf.publicKeyDer)).toBe(true)
    expect(signed.serialNumber).toMatch(/^[1-9]\d*$/)
    expect(signed.notAfter.getTime() - signed.notBefore.getTime()).toBe(365 * dayMs)
    expect(await opensslVerify(signedCertificateData)).toContain('leaf: OK')
  })

  test('never outlives its signer', async () => {
    const partner = await registry.partner()
    const leaf = await leafFor(partner.name, 'DEVICE', 3000)
    const { now } = registry.clock
    const { notAfter } = registry.keys.signer.certificate
    registry.clock.now = new Date(notAfter.getTime() - 100 * dayMs)
    const { signedCertificateData } = await upload(partner, leaf.pem)
    registry.clock.now = now
    expect(readCertificate(signedCertificateData).notAfter).toEqual(notAfter)
  })

  test('of an FTM provider is kept, while the uploaded one is handed on', async () => {
    const partner = await registry.partner('FTM_Provider')
    const leaf = await leafFor(partner.name, 'FTM')
    const reply = await upload(partner, leaf.pem, 'FTM')
    expect(reply.signedCertificateData).toBe(leaf.pem)
    const { db } = registry
    const stored = await db
      .selectFrom('keymgr.partnerCertStore')
      .select('signedCertData')
      .where('certId', '=', reply.certificateId)
      .executeTakeFirst()
    expect(readCertificate(stored?.signedCertData ?? '').issuer.formatted).toContain('(PMS)')
    const [message] = await seen({ db }).outbox({
      orderingKey: partner.id,
      topic: 'CA_CERTIFICATE_UPLOADED',
    })
    const chain = readPkcs7(Buffer.from(Object(message?.payload).event.data.certChain, 'base64url'))
    const { intermediate, root } = authorities.get('FTM') ?? (await registry.authority())
    expect(chain.map(({ thumbprintSha1 }) => thumbprintSha1)).toEqual(
      [leaf, intermediate.certificate, root.certificate].map(
        ({ thumbprintSha1 }) => thumbprintSha1,
      ),
    )
    const key = db.selectFrom('keymgr.keyAlias').select('id').where('refId', '=', partner.id)
    expect(await key.execute()).toEqual([])
  })
})

describe('a renewal', () => {
  test('gives a new id, ends the earlier key, and keeps both in the history', async () => {
    const partner = await registry.partner()
    const leaf = await leafFor(partner.name)
    const first = await upload(partner, leaf.pem)
    const { now } = registry.clock
    const later = new Date(now.getTime() + dayMs)
    registry.clock.now = later
    const second = await upload(partner, leaf.pem)
    registry.clock.now = now
    expect(second.certificateId).not.toBe(first.certificateId)
    const history = await registry.db
      .selectFrom('pmp.partnerCertificate')
      .selectAll()
      .where('partnerId', '=', partner.id)
      .orderBy('uploadedAt')
      .execute()
    expect(history).toMatchObject([
      { certId: first.certificateId, uploadedBy: partner.id, uploadedAt: now, replacedAt: later },
      { certId: second.certificateId, uploadedAt: later, replacedAt: null },
    ])
    const ends = await registry.db
      .selectFrom('keymgr.keyAlias')
      .select('keyExpireDtimes')
      .where('refId', '=', partner.id)
      .orderBy('keyGenDtimes')
      .execute()
    expect(ends[0]?.keyExpireDtimes).toEqual(new Date(later.getTime() - 60_000))
    expect(ends[1]?.keyExpireDtimes).toEqual(readCertificate(second.signedCertificateData).notAfter)
  })
})

describe('an upload is refused', () => {
  test('for a partner that does not exist, before anything else', async () => {
    const nobody = { id: 'nobody', name: 'Nobody', user: actorOf('someone') }
    expect(await refusalOf(upload(nobody, 'x'))).toBe('PMS_PRT_005')
  })

  test('to somebody else, but not to an administrator', async () => {
    const partner = await registry.partner()
    const leaf = await leafFor(partner.name)
    const stranger = { ...partner, user: actorOf('stranger', roles.deviceProvider) }
    expect(await refusalOf(upload(stranger, leaf.pem))).toBe('PMS_PRT_055')
    expect(await rowOf(partner.id)).toMatchObject({ isActive: false, certificateAlias: null })
    expect(await upload({ ...partner, user: registrar }, leaf.pem)).toHaveProperty('certificateId')
  })

  test('to a deactivated partner', async () => {
    const partner = await registry.partner()
    const leaf = await leafFor(partner.name)
    await upload(partner, leaf.pem)
    await registry.db
      .updateTable('pms.partner')
      .set({ isActive: false })
      .where('id', '=', partner.id)
      .execute()
    expect(await refusalOf(upload(partner, leaf.pem))).toBe('PMS_PMP_016')
  })

  test('without the policy group that its type needs', async () => {
    const partner = await registry.partner('Auth_Partner')
    const leaf = await leafFor(partner.name, 'AUTH')
    expect(await refusalOf(upload(partner, leaf.pem, 'AUTH'))).toBe('PMS_PRT_054')
    const grouped = await registry.partner('Auth_Partner', 'mpolicygroup-default-cert')
    const own = await leafFor(grouped.name, 'AUTH')
    expect(await upload(grouped, own.pem, 'AUTH')).toHaveProperty('certificateId')
  })

  test('for data that is no certificate, then for an unknown domain, then by the rules', async () => {
    const partner = await registry.partner()
    const leaf = await leafFor('Somebody Else')
    const bare = leaf.pem.replaceAll(/-----.*-----/g, '').trim()
    expect(await refusalOf(upload(partner, bare, 'BANK'))).toBe('KER-KMS-013')
    expect(await refusalOf(upload(partner, leaf.pem, 'BANK'))).toBe('KER-PCM-011')
    expect(await refusalOf(upload(partner, leaf.pem))).toBe('KER-PCM-008')
    expect(await refusalOf(upload(partner, leaf.pem, 'AUTH'))).toBe('KER-PCM-006')
  })

  test('and then nothing of it is stored', async () => {
    const partner = await registry.partner()
    const leaf = await leafFor(partner.name)
    const cut = certificateFromDer(leaf.der).pem.slice(0, 200)
    expect(await refusalOf(upload(partner, cut))).toBe('KER-KMS-013')
    expect(await seen(registry).outbox({ orderingKey: partner.id })).toEqual([])
    expect(await rowOf(partner.id)).toMatchObject({ approvalStatus: 'InProgress' })
  })
})
