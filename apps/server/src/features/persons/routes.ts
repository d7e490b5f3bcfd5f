import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { handOver, withdrawOwner } from './hand-over.ts'
import { acceptInvitation, inviteOwner } from './invite-owner.ts'
import { listArrivals, listPersons, listUnclaimedPartners, readOwner } from './read-persons.ts'

export const personRoutes = [
  route(contract.listArrivals, listArrivals),
  route(contract.listUnclaimedPartners, listUnclaimedPartners),
  route(contract.listPersons, listPersons),
  route(contract.readOwner, readOwner),
  route(contract.inviteOwner, inviteOwner),
  route(contract.acceptInvitation, acceptInvitation),
  route(contract.handOver, handOver),
  route(contract.withdrawOwner, withdrawOwner),
]
