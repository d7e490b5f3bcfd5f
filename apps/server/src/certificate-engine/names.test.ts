import * as contract from '@pmp/contract'
import { createTestAuthority, type TestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshUser, given, refusalOf } from '../testing/given.ts'
import { people, startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
let authority: TestAuthority
let groupName: string

beforeAll(async () => {
  server = await startTestServer()
  authority = await given(server).trustedAuthority()
  groupName = (await given(server).policyGroup()).name
})
afterAll(() => server.close())

async function partnerNamed(organizationName: string) {
  const user = freshUser()
  const { userName: partnerId, email = '' } = user
  await server.call(user, contract.registerPartner, {
    partnerId,
    policyGroup: groupName,
    organizationName,
    address: '1 Market Square',
    contactNumber: '5550100',
    emailId: email,
    partnerType: 'Auth_Partner',
  })
  return { user, partnerId }
}

type NamedPartner = Awaited<ReturnType<typeof partnerNamed>>

const upload = ({ user, partnerId }: NamedPartner, certificateData: string) =>
  server.call(user, contract.uploadPartnerCertificate, {
    partnerId,
    certificateData,
    partnerDomain: 'AUTH',
  })

const inspect = ({ user, partnerId }: NamedPartner, certificateData: string) =>
  server.call(user, contract.inspectCertificate, {
    partnerId,
    certificateData,
    partnerDomain: 'AUTH',
  })

async function leafOf(organization: string): Promise<string> {
  return (await authority.issueLeaf({ organization })).certificate.pem
}

const hidden = ['\u0007', '\u00AD', '\u200B', '\u202E', '\u2066', '\u2060', '\uFEFF', '\uFE0F']

describe('names in certificates', () => {
  test('with what cannot be seen enter at no door, and the check says what it is', async () => {
    const partner = await partnerNamed('Acme Bank')
    for (const mark of hidden) {
      const leaf = await leafOf(`Acme${mark} Bank`)
      expect(await refusalOf(upload(partner, leaf))).toBe('PMP_032')
      const { checks } = await inspect(partner, leaf)
      expect(checks.find(({ rule }) => rule === 'names_plain')).toMatchObject({
        failureCode: 'PMP_032',
        details: { found: expect.stringMatching(/^O=Acme\[U\+[0-9A-F]{4}\] Bank$/) },
      })
    }
    const odd = await createTestAuthority({ now: server.clock.now, organization: 'Root\u202E' })
    const certificateData = odd.root.certificate.pem
    const asked = { certificateData, partnerDomain: 'AUTH' as const }
    expect(await refusalOf(server.call(people.admin, contract.uploadCaCertificate, asked))).toBe(
      'PMP_032',
    )
    const { isAcceptable } = await server.call(people.admin, contract.inspectCertificate, asked)
    expect(isAcceptable).toBe(false)
  })

  test('are the same composed and decomposed, and blanks around them are not kept', async () => {
    const partner = await partnerNamed('Socie\u0301te\u0301 Nord ')
    const { data } = await server.call(people.admin, contract.listAdminPartners, {
      partnerId: partner.partnerId,
    })
    expect(data[0]?.orgName).toBe('Société Nord')
    for (const name of ['Société Nord', 'Socie\u0301te\u0301 Nord']) {
      await upload(partner, await leafOf(name))
    }
    expect(await refusalOf(upload(partner, await leafOf('société nord')))).toBe('KER-PCM-008')
    const { checks } = await inspect(partner, await leafOf('Société\u00A0Nord'))
    expect(checks.find(({ rule }) => rule === 'organization')?.details).toMatchObject({
      found: 'Société[U+00A0]Nord',
      foundCharacter: 'U+00A0',
      wantedCharacter: 'U+0020',
    })
  })

  test('that only look the same are told apart by code point', async () => {
    const partner = await partnerNamed('Bаnk with a Cyrillic letter')
    const { checks } = await inspect(partner, await leafOf('Bank with a Cyrillic letter'))
    expect(checks.find(({ rule }) => rule === 'organization')?.details).toMatchObject({
      position: 2,
      foundCharacter: 'a (U+0061)',
      wantedCharacter: 'а (U+0430)',
    })
  })

  test('of an older row are shown for what they are', async () => {
    const partner = await partnerNamed('Acme Bank')
    await server.db
      .updateTable('pms.partner')
      .set({ name: 'Acme Bank\u200F' })
      .where('id', '=', partner.partnerId)
      .execute()
    const { checks } = await inspect(partner, await leafOf('Acme Bank'))
    expect(checks.find(({ rule }) => rule === 'organization')?.details).toMatchObject({
      wanted: 'Acme Bank[U+200F]',
      wantedCharacter: 'U+200F',
    })
  })
})

describe('names of organisations', () => {
  test.each(hidden)('with %j are refused where they are given', async (mark) => {
    expect(await refusalOf(partnerNamed(`Acme${mark}Bank`))).toBe('PMS_COR_001')
    const { user, partnerId } = await partnerNamed('Acme Bank')
    const asked = { partnerId, newName: `Acme${mark}Bank`, reason: 'Merged' }
    expect(await refusalOf(server.call(user, contract.requestOrganizationName, asked))).toBe(
      'PMS_COR_001',
    )
  })
})
