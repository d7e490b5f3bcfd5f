import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { createUser } from './create-user.ts'
import { readSignUpOptions, signUp } from './sign-up.ts'

export const userRoutes = [
  route(contract.signUp, signUp),
  route(contract.readSignUpOptions, readSignUpOptions),
  route(contract.createUser, createUser),
]
