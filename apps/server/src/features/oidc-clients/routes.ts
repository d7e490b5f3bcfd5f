import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { loadClaimSources } from './claim-sources.ts'
import { createNamedClient, createOidcClient, createPlainClient } from './create-client.ts'
import { checkClientKey, readClientGrants, readClientRules } from './draft-client.ts'
import {
  listClients,
  listOidcClients,
  readClient,
  readClientRegistration,
  readOidcClient,
} from './read-clients.ts'
import { retryClientRegistration } from './retry-registration.ts'
import {
  deactivateOidcClient,
  updateNamedClient,
  updateOidcClient,
  updatePlainClient,
} from './update-client.ts'

export const oidcClientRoutes = [
  route(contract.createPlainClient, createPlainClient, loadClaimSources),
  route(contract.createNamedClient, createNamedClient, loadClaimSources),
  route(contract.createOidcClient, createOidcClient, loadClaimSources),
  route(contract.updatePlainClient, updatePlainClient),
  route(contract.updateNamedClient, updateNamedClient),
  route(contract.updateOidcClient, updateOidcClient),
  route(contract.deactivateOidcClient, deactivateOidcClient),
  route(contract.retryClientRegistration, retryClientRegistration),
  route(contract.readClientRules, readClientRules),
  route(contract.readClientGrants, readClientGrants, loadClaimSources),
  route(contract.checkClientKey, checkClientKey),
  route(contract.readPlainClient, readClient),
  route(contract.readNamedClient, readClient),
  route(contract.readOidcClient, readOidcClient),
  route(contract.readClientRegistration, readClientRegistration),
  route(contract.listNamedClients, listClients),
  route(contract.listOidcClients, listOidcClients),
]
