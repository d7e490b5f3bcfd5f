import * as contract from '@pmp/contract'
import type { TestAuthority } from '@pmp/x509/test-authority'
import { freshUser, given } from '../../testing/given.ts'
import { people, type TestServer } from '../../testing/server.ts'

export const unknownId = '00000000-0000-4000-8000-000000000000'

/** What tests of revocation begin with. */
export function revocationScenes(server: TestServer) {
  async function idOf({ certificate }: TestAuthority['root'], partnerDomain = 'AUTH') {
    const { data } = await server.call(people.admin, contract.listTrustCertificates, {
      issuedTo: certificate.commonName,
      partnerDomain,
    })
    return data[0]?.certId ?? ''
  }

  const details = (certificateId: string) =>
    server.call(people.admin, contract.readTrustCertificate, { certificateId })

  /** Trusted authority, a partner waiting for its certificate, and the way to upload and check it. */
  async function scene() {
    const group = await given(server).policyGroup()
    const authority = await given(server).trustedAuthority()
    const user = freshUser()
    const { partnerId, organizationName } = await given(server).registeredPartner(user, group.name)
    const { certificate } = await authority.issueLeaf({ organization: organizationName })
    const asked = { partnerId, certificateData: certificate.pem, partnerDomain: 'AUTH' as const }
    return {
      authority,
      user,
      partnerId,
      certificate,
      upload: () => server.call(user, contract.uploadPartnerCertificate, asked),
      inspect: () => server.call(user, contract.inspectCertificate, asked),
    }
  }

  return { idOf, details, scene }
}

export type RevocationScenes = ReturnType<typeof revocationScenes>
