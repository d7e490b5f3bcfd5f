import type { ResponseOf, readPoliciesToAsk } from '@pmp/contract'
import type { ContractForm } from '../../ui/contract-form.ts'
import type { AskValues } from './steps.ts'

/** What a partner may ask for, and how far it is with each. */
export type Askable = ResponseOf<typeof readPoliciesToAsk>

export type AskFormFields = ContractForm<AskValues, { requestId: string }>

/** A pair of partner and policy has one request that waits or is approved. */
export function isOpen(status: string | undefined): boolean {
  return status === 'InProgress' || status === 'approved'
}
