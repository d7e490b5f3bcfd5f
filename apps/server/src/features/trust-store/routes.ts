import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { downloadTrustCertificate } from './download-trust-certificate.ts'
import { listTrustCertificates } from './list-trust-certificates.ts'
import { uploadCaCertificate } from './upload-ca-certificate.ts'

export const trustStoreRoutes = [
  route(contract.uploadCaCertificate, uploadCaCertificate),
  route(contract.listTrustCertificates, listTrustCertificates),
  route(contract.downloadTrustCertificate, downloadTrustCertificate),
]
