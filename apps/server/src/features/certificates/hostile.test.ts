import { leastMsOf, processMsOf } from '@pmp/x509/cpu-time'
import * as contract from '@pmp/contract'
import { makeHostileFiles } from '@pmp/x509/hostile-files'
import { createTestAuthority } from '@pmp/x509/test-authority'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshUser, given } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

const files = await makeHostileFiles()
const partnerDomain = 'AUTH'

let server: TestServer
let partnerId: string
beforeAll(async () => {
  // More in a second than anybody may have examined in a minute.
  server = await startTestServer({
    CERTIFICATES_PER_MINUTE: '1000000',
    CERTIFICATES_PER_MINUTE_OF_ADMINISTRATORS: '1000000',
  })
  const { name } = await given(server).policyGroup()
  ;({ partnerId } = await given(server).registeredPartner(freshUser(), name))
})
afterAll(() => server.close())

/** The ways in which a file reaches the server. */
const doors = [
  { place: 'the trust store', endpoint: contract.uploadCaCertificate, isOfPartner: false },
  { place: 'a partner', endpoint: contract.uploadPartnerCertificate, isOfPartner: true },
  { place: 'the inspection of a CA', endpoint: contract.inspectCertificate, isOfPartner: false },
  { place: 'the inspection of a leaf', endpoint: contract.inspectCertificate, isOfPartner: true },
]
type Door = (typeof doors)[number]

async function send({ endpoint, isOfPartner }: Door, certificateData: string) {
  const request = { certificateData, partnerDomain, ...(isOfPartner ? { partnerId } : {}) }
  const path = `${contract.basePaths[endpoint.service]}${endpoint.path}`
  const { status, body: answer } = await server.send(people.admin, 'POST', path, { request })
  const { errors, response } = answer as {
    errors?: { errorCode: string | null }[]
    response?: { isAcceptable?: boolean } | null
  }
  return { status, code: errors?.[0]?.errorCode, isAcceptable: response?.isAcceptable }
}

const refusals =
  /^(KER-PCM-001|KER-PCM-006|KER-PCM-005|KER-KMS-013|KER-CRY-003|KER-PMS-020|PMS_COR_001|PMP_030)$/

describe.each(doors)('a hostile file at $place', (door) => {
  test.each(files)('is refused by name and at once: $name', async ({ text }) => {
    const refuse = async () => {
      const answer = await send(door, text)
      expect(answer.status).toBe(text.length > 1_000_000 ? 400 : 200)
      // An inspection tells what is wrong with a readable file instead of refusing it.
      const isTold = answer.isAcceptable === false || refusals.test(answer.code ?? '')
      expect({ isTold, code: answer.code }).toMatchObject({ isTold: true })
    }
    expect(await leastMsOf(() => processMsOf(refuse), { enoughMs: 100 })).toBeLessThan(100)
  })

  test('beyond all measure is not even read', async () => {
    const { status } = await send(door, 'A'.repeat(2_000_000))
    expect(status).toBe(413)
  })
})

test('names in other scripts are stored and shown as they are', async () => {
  const names = ['Ζεύς', 'بنك الشمال', 'उत्तर बैंक', '北銀行', '😀 Bank']
  for (const organization of names) {
    const authority = await createTestAuthority({ now: server.clock.now, organization })
    await server.call(people.admin, contract.uploadCaCertificate, {
      certificateData: authority.root.certificate.pem,
      partnerDomain,
    })
    const { data } = await server.call(people.admin, contract.listTrustCertificates, {
      issuedTo: organization.replace('😀 ', ''),
    })
    expect(data.map(({ issuedTo }) => issuedTo)).toContain(
      authority.root.certificate.subject.formatted,
    )
  }
})
