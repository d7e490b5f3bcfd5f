import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import {
  changeRevocationListUrl,
  forgetRevocationList,
  uploadRevocationList,
} from './authority-list.ts'
import { liftPartnerCertificateHold, liftTrustCertificateHold } from './lift-hold.ts'
import { listOwnRevocationLists } from './list-own-lists.ts'
import { readCertificateStatus } from './read-certificate-status.ts'
import { revokePartnerCertificate, revokeTrustCertificate } from './revoke-certificate.ts'

export const revocationRoutes = [
  route(contract.revokeTrustCertificate, revokeTrustCertificate),
  route(contract.liftTrustCertificateHold, liftTrustCertificateHold),
  route(contract.revokePartnerCertificate, revokePartnerCertificate),
  route(contract.liftPartnerCertificateHold, liftPartnerCertificateHold),
  route(contract.readCertificateStatus, readCertificateStatus),
  route(contract.uploadRevocationList, uploadRevocationList),
  route(contract.changeRevocationListUrl, changeRevocationListUrl),
  route(contract.forgetRevocationList, forgetRevocationList),
  route(contract.listOwnRevocationLists, listOwnRevocationLists),
]
