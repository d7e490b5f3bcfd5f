import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { askForPolicy } from './ask-for-policy.ts'
import { readPoliciesToAsk } from './read-policies-to-ask.ts'

export const askingRoutes = [
  route(contract.readPoliciesToAsk, readPoliciesToAsk),
  route(contract.askForPolicy, askForPolicy),
]
