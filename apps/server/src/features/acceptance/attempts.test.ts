import { Failure } from '@pmp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExaminationBudget } from '../../certificate-engine/examination-budget.ts'
import { actorOf, openRegistry, registrar, type Registry } from '../../testing/registry.ts'
import { checkAcceptance } from './check-acceptance.ts'

let registry: Registry
beforeAll(async () => {
  registry = await openRegistry()
})
afterAll(() => registry.close())

test('of sixty wrong values at once as many are looked up as of sixty in a row', async () => {
  // Nothing grows again while its clock stands.
  const examinations = createExaminationBudget(() => 0)
  const context = { ...registry.contextFor(registrar), examinations }
  const ask = (at: number) =>
    checkAcceptance(context, { kind: 'apiKey', partnerId: `none-${at}`, value: 'x' })
  const settled = await Promise.allSettled(Array.from({ length: 60 }, (_, at) => ask(at)))
  const told = settled.map((one) =>
    one.status === 'rejected' && one.reason instanceof Failure ? one.reason.failure : one.status,
  )
  expect(told.filter((failure) => failure === 'partner_not_found')).toHaveLength(10)
  expect(told.filter((failure) => failure === 'too_many_attempts')).toHaveLength(50)
  // Somebody else has attempts of their own.
  const other = { ...context, actor: actorOf('another') }
  await expect(
    checkAcceptance(other, { kind: 'apiKey', partnerId: 'none', value: 'x' }),
  ).rejects.toMatchObject({ failure: 'partner_not_found' })
})
