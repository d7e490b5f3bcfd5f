import type { Run } from './verdicts.ts'

/** Where a gate works, and when it must stop. */
export interface Surroundings {
  /** The folder `shared` beside the checkout. Read only. */
  readonly shared: string
  /** A folder of the gate's own that is removed afterwards. */
  readonly folder: string
  /** Ends every process of the gate. */
  readonly signal: AbortSignal
}

/** Judges every case, or says in words why it cannot here. Throws when it should have been able to. */
export type Gate = (surroundings: Surroundings) => Promise<Run | { readonly notRun: string }>
