import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { downloadTrustCertificate } from './download-trust-certificate.ts'
import { listCertificatesBelow } from './list-certificates-below.ts'
import { listTrustCertificates } from './list-trust-certificates.ts'
import { listTrustTree } from './list-trust-tree.ts'
import { readTrustCertificate } from './read-trust-certificate.ts'
import { uploadCaCertificate } from './upload-ca-certificate.ts'

export const trustStoreRoutes = [
  route(contract.uploadCaCertificate, uploadCaCertificate),
  route(contract.listTrustCertificates, listTrustCertificates),
  route(contract.downloadTrustCertificate, downloadTrustCertificate),
  route(contract.listTrustTree, listTrustTree),
  route(contract.readTrustCertificate, readTrustCertificate),
  route(contract.listCertificatesBelow, listCertificatesBelow),
]
