import type { Certificate } from '@pmp/x509'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'

/** Key manager's writer when nobody in particular acts (database.md 2.2). */
const writer = 'SYSTEM'

export interface NewCertificate {
  id: string
  organizationName: string
  domain: string
  uploaded: Certificate
  signed: Certificate
  /** Row of the issuer in the trust store. */
  issuerId: string
  now: Date
}

export interface NewPartnerCertificate extends NewCertificate {
  partnerId: string
  actor: string
}

/** Stores an uploaded certificate with the MOSIP-signed one, of a partner or of a chip. */
export async function insertCertificate(
  db: Database,
  { uploaded, now, ...saved }: NewCertificate,
): Promise<void> {
  await db
    .insertInto('keymgr.partnerCertStore')
    .values({
      certId: saved.id,
      certSubject: uploaded.subject.formatted,
      certIssuer: uploaded.issuer.formatted,
      issuerId: saved.issuerId,
      certNotBefore: uploaded.notBefore,
      certNotAfter: uploaded.notAfter,
      partnerDomain: saved.domain,
      certData: uploaded.pem,
      signedCertData: saved.signed.pem,
      keyUsage: '',
      organizationName: saved.organizationName,
      certThumbprint: uploaded.thumbprintSha1,
      certSerialNo: uploaded.serialNumber,
      crBy: writer,
      crDtimes: now,
      isDeleted: false,
    })
    .execute()
}

/** Stores the certificate of a partner and notes that it replaces the last. */
export async function insertPartnerCertificate(
  db: Database,
  saved: NewPartnerCertificate,
): Promise<void> {
  const { uploaded, now } = saved
  await insertCertificate(db, saved)
  await db
    .updateTable('pmp.partnerCertificate')
    .set({ replacedAt: now })
    .where('partnerId', '=', saved.partnerId)
    .where('replacedAt', 'is', null)
    .execute()
  await db
    .insertInto('pmp.partnerCertificate')
    .values({
      certId: saved.id,
      partnerId: saved.partnerId,
      uploadedBy: saved.actor,
      uploadedAt: now,
      notBefore: uploaded.notBefore,
      notAfter: uploaded.notAfter,
      thumbprint: uploaded.thumbprintSha1,
    })
    .execute()
}

/** The uploaded and the MOSIP-signed certificate as PEM. */
export async function findPartnerCertificate(db: Database, certId: string) {
  return db
    .selectFrom('keymgr.partnerCertStore')
    .select(['certData', 'signedCertData'])
    .where('certId', '=', certId)
    .executeTakeFirst()
}

/** The partners of a user, each with the MOSIP-signed certificate it has now. */
export async function findOwnCertificates(db: Database, userName: string) {
  return db
    .selectFrom('pms.partner as partner')
    .leftJoin(
      'keymgr.partnerCertStore as certificate',
      'certificate.certId',
      'partner.certificateAlias',
    )
    .select([
      'partner.id',
      'partner.userId',
      'partner.partnerTypeCode',
      'partner.approvalStatus',
      'partner.isActive',
      'certificate.signedCertData',
    ])
    .where(sql`lower(partner.user_id)`, '=', userName.toLowerCase())
    .orderBy('partner.crDtimes')
    .orderBy('partner.id')
    .execute()
}
