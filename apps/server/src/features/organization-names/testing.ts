import type { Database } from '../../database/database.ts'

/** A device, an SBI, their link and a chip that carry the name of a partner. */
export async function giveBelongings(db: Database, partnerId: string, partnerOrgName: string) {
  const written = { crBy: 'test', crDtimes: new Date(), isDeleted: false }
  const state = { ...written, isActive: true, approvalStatus: 'approved' }
  const id = String(Math.floor(Math.random() * 1e9))
  const { deviceTypeCode, code } = await db
    .selectFrom('pms.regDeviceSubType')
    .select(['dtypCode as deviceTypeCode', 'code'])
    .executeTakeFirstOrThrow()
  await db
    .insertInto('pms.deviceDetail')
    .values({
      ...state,
      id,
      dproviderId: partnerId,
      dtypeCode: deviceTypeCode,
      dstypeCode: code,
      make: 'Make',
      model: id,
      partnerOrgName,
    })
    .execute()
  await db
    .insertInto('pms.secureBiometricInterface')
    .values({
      ...state,
      id,
      swBinaryHash: Buffer.from('hash'),
      swVersion: '1.0',
      providerId: partnerId,
      partnerOrgName,
    })
    .execute()
  await db
    .insertInto('pms.deviceDetailSbi')
    .values({
      ...written,
      isActive: true,
      dproviderId: partnerId,
      deviceDetailId: id,
      sbiId: id,
      partnerOrgName,
    })
    .execute()
  await db
    .insertInto('pms.ftpChipDetail')
    .values({
      ...state,
      id,
      foundationalTrustProviderId: partnerId,
      make: 'Make',
      model: id,
      partnerOrgName,
    })
    .execute()
}

/** The names that these carry. */
export async function namesOnBelongings(db: Database, partnerId: string) {
  const rows = [
    ...(await db
      .selectFrom('pms.deviceDetail')
      .select('partnerOrgName')
      .where('dproviderId', '=', partnerId)
      .execute()),
    ...(await db
      .selectFrom('pms.secureBiometricInterface')
      .select('partnerOrgName')
      .where('providerId', '=', partnerId)
      .execute()),
    ...(await db
      .selectFrom('pms.deviceDetailSbi')
      .select('partnerOrgName')
      .where('dproviderId', '=', partnerId)
      .execute()),
    ...(await db
      .selectFrom('pms.ftpChipDetail')
      .select('partnerOrgName')
      .where('foundationalTrustProviderId', '=', partnerId)
      .execute()),
  ]
  return rows.map(({ partnerOrgName }) => partnerOrgName)
}
