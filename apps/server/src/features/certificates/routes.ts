import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { downloadPlatformChain } from './download-platform-chain.ts'
import { inspectCertificate } from './inspect-certificate.ts'
import { listPartnerCertificates } from './list-partner-certificates.ts'
import { listCertificateGenerations, readCertificateGeneration } from './read-generations.ts'
import { readPartnerCertificate, readPartnerCertificateData } from './read-partner-certificate.ts'
import { uploadPartnerCertificate } from './upload-partner-certificate.ts'
import { countExpiringCertificates, listExpiringCertificates } from './watch-expiry.ts'

export const certificateRoutes = [
  route(contract.uploadPartnerCertificate, uploadPartnerCertificate),
  route(contract.readPartnerCertificate, readPartnerCertificate),
  route(contract.readPartnerCertificateData, readPartnerCertificateData),
  route(contract.listPartnerCertificates, listPartnerCertificates),
  route(contract.listCertificateGenerations, listCertificateGenerations),
  route(contract.readCertificateGeneration, readCertificateGeneration),
  route(contract.inspectCertificate, inspectCertificate),
  route(contract.listExpiringCertificates, listExpiringCertificates),
  route(contract.countExpiringCertificates, countExpiringCertificates),
  route(contract.downloadPlatformChain, downloadPlatformChain),
]
