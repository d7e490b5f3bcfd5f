import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import {
  createExtractorConfiguration,
  deleteExtractorConfiguration,
} from './change-configurations.ts'
import { listExtractorConfigurations, readExtractorConfiguration } from './read-configurations.ts'

export const extractorConfigurationRoutes = [
  route(contract.createExtractorConfiguration, createExtractorConfiguration),
  route(contract.listExtractorConfigurations, listExtractorConfigurations),
  route(contract.readExtractorConfiguration, readExtractorConfiguration),
  route(contract.deleteExtractorConfiguration, deleteExtractorConfiguration),
]
