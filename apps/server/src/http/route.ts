import type { Endpoint, InputOf, ResponseOf } from '@pmp/contract'
import type { Context } from '../context.ts'

/** An endpoint of the contract paired with what is done for it. */
export interface Route {
  endpoint: Endpoint
  /** What may wait for a network, and so comes before the transaction of a change. */
  before?: ((context: Context) => Promise<void>) | undefined
  run(context: Context, input: unknown): Promise<unknown>
}

/** Pairs what is promised with what is done; does not compile if they differ. */
export function route<E extends Endpoint>(
  endpoint: E,
  operation: (context: Context, input: NoInfer<InputOf<E>>) => Promise<NoInfer<ResponseOf<E>>>,
  before?: Route['before'],
): Route {
  // `decodeRequest` gives exactly what the endpoint's schemas describe.
  return { endpoint, before, run: (context, input) => operation(context, input as InputOf<E>) }
}
