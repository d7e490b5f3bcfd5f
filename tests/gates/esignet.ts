import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
  startTestEsignet,
  type TestEsignet,
} from '../../apps/server/src/esignet/testing-esignet.ts'
import type { Gate } from './gate.ts'
import type { Verdict } from './verdicts.ts'

const versions = ['1.6.2', '1.5.1', '1.8.0'] as const

/** A recorded call of client management. */
const Recorded = z.object({
  server: z.enum(versions),
  step: z.string(),
  method: z.string(),
  path: z.string(),
  scopes: z.array(z.string()).nullable(),
  request: z.unknown(),
  status: z.number(),
  answer: z.unknown(),
})
type Recorded = z.output<typeof Recorded>

const Answer = z.object({
  response: z.object({ clientId: z.string(), status: z.string() }).nullish(),
  errors: z.array(z.object({ errorCode: z.string(), errorMessage: z.string() })),
})

/**
 * Plays the recorded calls of eSignet's client management against the stand-in that our tests speak to:
 * what is tested against it is worth what it is worth. 1.6.2 was recorded whole, the others where they
 * differ, so its calls are played to them and judged where theirs are recorded.
 */
export const esignet: Gate = async ({ shared }) => {
  const text = await readFile(join(shared, 'golden/esignet.json'), 'utf8')
  const all = z.array(z.unknown()).parse(JSON.parse(text))
  const calls = all.flatMap((entry) => Recorded.safeParse(entry).data ?? []).filter(isManagement)
  const verdicts = new Map<string, Verdict>()
  for (const version of versions) {
    const own = calls.filter(({ server }) => server === version)
    const usual = calls.filter(({ server }) => server === '1.6.2')
    const differing = new Map(own.map((call) => [keyOf(call), call]))
    const known = new Set(usual.map(keyOf))
    const later = own.filter((call) => !known.has(keyOf(call)))
    for (const played of [usual, later]) {
      const server = await startTestEsignet(version)
      for (const call of played) {
        const verdict = await play(server, differing.get(keyOf(call)) ?? call)
        if (differing.has(keyOf(call))) verdicts.set(nameOf(version, call, played), verdict)
      }
      await server.stop()
    }
  }
  return { data: new Set(verdicts.keys()), verdicts }
}

const isManagement = ({ path, method, step }: Recorded) =>
  path.includes('/client-mgmt/') && ['POST', 'PUT'].includes(method) && !step.startsWith('flow:')

const keyOf = ({ step, path }: Recorded) => `${step} ${path}`

const nameOf = (version: string, call: Recorded, played: readonly Recorded[]) =>
  `${version} ${call.step} #${played.filter(({ step }) => step === call.step).indexOf(call)}`

async function play(server: TestEsignet, call: Recorded): Promise<Verdict> {
  const authorization = await authorizationFor(server, call)
  const isPlain = call.step.includes('text/plain')
  const body = filled(JSON.stringify(call.request))
  const response = await fetch(new URL(filled(call.path), server.url), {
    method: call.method,
    headers: { ...authorization, 'content-type': isPlain ? 'text/plain' : 'application/json' },
    body: typeof call.request === 'string' ? call.request : call.request === null ? '' : body,
  })
  const text = await response.text()
  if (response.status !== call.status) return 'failed'
  const wanted = Answer.safeParse(call.answer)
  if (!wanted.success) return 'passed'
  const got = Answer.safeParse(parsed(text))
  return got.success && inShort(got.data) === filled(inShort(wanted.data)) ? 'passed' : 'failed'
}

async function authorizationFor(
  server: TestEsignet,
  { scopes, step }: Recorded,
): Promise<Record<string, string>> {
  if (scopes === null || step.includes('cookie')) return {}
  if (/garbage|expired|another issuer/.test(step)) return { authorization: 'Bearer none' }
  server.scopes = scopes
  const body = new URLSearchParams({ client_secret: 'portal-secret' })
  const response = await fetch(new URL('/token', server.url), { method: 'POST', body })
  const { access_token: token } = z
    .object({ access_token: z.string() })
    .parse(await response.json())
  return { authorization: `Bearer ${token}` }
}

/** What a recording has in place of times, ids and keys. */
function filled(text: string): string {
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
  return text
    .replaceAll(/<now, (\d+) s in the past>/g, (_, seconds) => at(-Number(seconds)))
    .replaceAll(/<now, (\d+) s in the future>/g, (_, seconds) => at(Number(seconds)))
    .replaceAll('<now, without milliseconds>', at(0).replace(/\.\d+Z/, 'Z'))
    .replaceAll('<now, with microseconds>', at(0).replace('Z', '000Z'))
    .replaceAll('<now, with offset +00:00>', at(0).replace('Z', '+00:00'))
    .replaceAll('<now, without Z>', at(0).replace('Z', ''))
    .replaceAll('<now>', at(0))
    .replaceAll(/<client (\d+)>/g, 'client-$1')
    .replaceAll(/<modulus (\d+)>/g, 'modulus-$1')
    .replaceAll(/<(n|x|y|private \w+)>/g, 'any')
    .replaceAll(/https:[^"…]*…<(\d+) characters>/g, (_, count) =>
      'https://health.example.org/'.padEnd(Number(count), 'a'),
    )
}

/** Codes and fields in one order; of a text that names insides, which kind it is. */
function inShort({ response, errors }: z.output<typeof Answer>): string {
  const told = errors.map(({ errorCode, errorMessage }) =>
    errorCode === 'unknown_error' ? kindOf(errorMessage) : errorMessage,
  )
  return JSON.stringify([response ?? null, told.toSorted()])
}

const kinds =
  /Full authentication|unique_n_value|uk_clntdtl|DataException|JSON parse error|body is missing/

const kindOf = (text: string) => kinds.exec(text)?.[0] ?? text

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
