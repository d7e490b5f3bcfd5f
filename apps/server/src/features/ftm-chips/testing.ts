import * as contract from '@pmp/contract'
import { fresh, freshUser, given } from '../../testing/given.ts'
import { people, type TestServer, type TestUser } from '../../testing/server.ts'

/** Makes FTM providers and chips by the calls that people make. */
export async function chipTrade(server: TestServer) {
  const authority = await given(server).trustedAuthority('FTM')

  /** An active FTM provider and its user. */
  async function chipMaker() {
    const user = freshUser(contract.roles.ftmProvider)
    const organizationName = fresh('Chips')
    await server.call(user, contract.registerPartner, {
      partnerId: user.userName,
      organizationName,
      address: '1 Market Square',
      contactNumber: '5550100',
      emailId: user.email ?? '',
      partnerType: 'FTM_Provider',
    })
    const leaf = async (options: Parameters<typeof authority.issueLeaf>[0] = {}) =>
      (await authority.issueLeaf({ organization: organizationName, ...options })).certificate.pem
    await server.call(user, contract.uploadPartnerCertificate, {
      partnerId: user.userName,
      certificateData: await leaf(),
      partnerDomain: 'FTM',
    })
    return { user, ftpProviderId: user.userName, organizationName, leaf }
  }

  async function newChip({ user, ftpProviderId }: Maker, make = fresh('Make')) {
    const chip = { ftpProviderId, make, model: 'M1' }
    return (await server.call(user, contract.createFtmChip, chip)).id
  }

  async function upload(maker: Maker, chipId: string, changes: Record<string, string> = {}) {
    return server.call(maker.user, contract.uploadFtmChipCertificate, {
      ftpProviderId: maker.ftpProviderId,
      ftpChipDeatilId: chipId,
      isItForRegistrationDevice: true,
      certificateData: await maker.leaf(),
      organizationName: maker.organizationName,
      partnerDomain: 'FTM',
      ...changes,
    })
  }

  function decide(ftpChipDetailId: string, isApproval = true, by: TestUser | null = people.admin) {
    return server.call(by, contract.decideFtmChip, { ftpChipDetailId, approvalStatus: isApproval })
  }

  function deactivate(ftmId: string, by: TestUser | null, status = 'De-Activate') {
    return server.call(by, contract.deactivateFtmChip, { ftmId, status })
  }

  async function approvedChip(maker: Maker) {
    const id = await newChip(maker)
    await upload(maker, id)
    await decide(id)
    return id
  }

  async function chipRow(id: string) {
    return server.db
      .selectFrom('pms.ftpChipDetail')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  }

  return { authority, chipMaker, newChip, upload, decide, deactivate, approvedChip, chipRow }
}

export interface Maker {
  user: TestUser
  ftpProviderId: string
  organizationName: string
  /** A certificate of the provider's organisation as PEM. */
  leaf: (options?: { organization?: string; days?: number }) => Promise<string>
}

export type ChipTrade = Awaited<ReturnType<typeof chipTrade>>
