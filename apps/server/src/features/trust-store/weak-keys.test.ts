import { generateKeyPairSync } from 'node:crypto'
import * as contract from '@pmp/contract'
import { issueCertificate } from '@pmp/x509'
import { expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { refusalOf } from '../../testing/given.ts'
import { people, startTestServer } from '../../testing/server.ts'

test.each(['upstream', 'strict'])(
  'a root with a short key is refused by %s rules',
  async (mode) => {
    const server = await startTestServer({ CERTIFICATE_PATH_RULES: mode })
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 512 })
    const { pem } = await issueCertificate({
      subject: { CN: 'Short' },
      publicKey,
      signingKey: privateKey,
      notBefore: server.clock.now,
      notAfter: new Date(server.clock.now.getTime() + 900 * dayMs),
      basicConstraints: { ca: true },
      keyUsage: ['keyCertSign'],
    })
    const asked = { certificateData: pem, partnerDomain: 'AUTH' as const }
    expect(await refusalOf(server.call(people.admin, contract.uploadCaCertificate, asked))).toBe(
      'KER-PCM-005',
    )
    const { isAcceptable } = await server.call(people.admin, contract.inspectCertificate, asked)
    expect(isAcceptable).toBe(false)
    await server.close()
  },
)
