import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { deactivateFtmChip, decideFtmChip } from './change-ftm-chip-status.ts'
import { listFtmChips, listOwnFtmChips, searchFtmChips } from './list-ftm-chips.ts'
import { readFtmChipCertificate, readFtmChipCertificateData } from './read-chip-certificate.ts'
import { createFtmChip, updateFtmChip } from './register-ftm-chip.ts'
import { uploadFtmChipCertificate } from './upload-chip-certificate.ts'

export const ftmChipRoutes = [
  route(contract.createFtmChip, createFtmChip),
  route(contract.updateFtmChip, updateFtmChip),
  route(contract.decideFtmChip, decideFtmChip),
  route(contract.uploadFtmChipCertificate, uploadFtmChipCertificate),
  route(contract.readFtmChipCertificate, readFtmChipCertificate),
  route(contract.readFtmChipCertificateData, readFtmChipCertificateData),
  route(contract.listOwnFtmChips, listOwnFtmChips),
  route(contract.listFtmChips, listFtmChips),
  route(contract.deactivateFtmChip, deactivateFtmChip),
  route(contract.searchFtmChips, searchFtmChips),
]
