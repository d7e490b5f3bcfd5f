import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Certificate,
  type Crl,
  X509Error,
  certificateFromDer,
  indexSubjects,
  readCertificate,
  readCrl,
  validatePath,
} from '@pmp/x509'
import type { Gate } from './gate.ts'
import type { Run, Verdict } from './verdicts.ts'

/** A path as a corpus gives it, encoded, because not all of it can be read. */
interface PathCase {
  readonly name: string
  readonly target: Uint8Array | string
  readonly anchors: readonly (Uint8Array | string)[]
  readonly intermediates: readonly (Uint8Array | string)[]
  /** Asked for every certificate below the anchor when there are any. */
  readonly crls: readonly (Uint8Array | string)[] | undefined
  readonly at: Date
  readonly isValid: boolean
}

/** NIST's Public Key Interoperability Test Suite, as its README in `shared` describes the file. */
interface Pkits {
  readonly at: string
  readonly certificates: Readonly<Record<string, string>>
  readonly crls: Readonly<Record<string, string>>
  readonly tests: readonly {
    readonly test: string
    readonly name: string
    /** Anchor first. */
    readonly path: readonly string[]
    readonly crls: readonly string[]
    readonly valid: boolean
  }[]
}

/** What is read of a file in x509-limbo's format. */
interface Limbo {
  readonly testcases: readonly {
    readonly id: string
    readonly trusted_certs: readonly string[]
    readonly untrusted_intermediates: readonly string[]
    readonly peer_certificate: string
    readonly validation_time: string | null
    readonly expected_result: string
    readonly crls: readonly string[]
  }[]
}

/** For cases without an instant of their own; their certificates hold for centuries. */
const anyTime = new Date('2026-01-01T00:00:00Z')

/** Judges the paths of the corpora by the strict rules: a case passes when the verdict is right. */
export const corpora: Gate = async ({ shared }) => {
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(join(shared, 'corpora', file), 'utf8'))
  const cases = [
    ...pkitsCases((await read('pkits/pkits.json')) as Pkits),
    ...limboCases((await read('limbo/limbo-public.json')) as Limbo),
  ]
  return judgeAll(cases)
}

const judgeAll = (cases: readonly PathCase[]): Run => ({
  data: new Set(cases.map(({ name }) => name)),
  verdicts: new Map(
    cases.map((one): [string, Verdict] => [
      one.name,
      isAccepted(one) === one.isValid ? 'passed' : 'failed',
    ]),
  ),
})

function pkitsCases({ at, certificates, crls, tests }: Pkits): PathCase[] {
  const named = (file: Pkits['crls'], names: readonly string[]) =>
    names.map((name) => Buffer.from(file[name] ?? '', 'base64'))
  return tests.map((test) => {
    const path = named(certificates, test.path)
    // Tests with several policy inputs have a part for each.
    const [, part] = /\(Subpart (\d+)\)/.exec(test.name) ?? []
    return {
      name: `pkits/${test.test}${part === undefined ? '' : ` part ${part}`}`,
      target: path.at(-1) ?? '',
      anchors: path.slice(0, 1),
      intermediates: path.slice(1, -1),
      crls: named(crls, test.crls),
      at: new Date(at),
      isValid: test.valid,
    }
  })
}

function limboCases({ testcases }: Limbo): PathCase[] {
  return testcases.map((test) => ({
    name: `limbo/${test.id}`,
    target: test.peer_certificate,
    anchors: test.trusted_certs,
    intermediates: test.untrusted_intermediates,
    crls: test.crls.length > 0 ? test.crls : undefined,
    at: test.validation_time === null ? anyTime : new Date(test.validation_time),
    isValid: test.expected_result === 'SUCCESS',
  }))
}

/** @returns undefined for what cannot be read: no store would have taken it */
function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}

const certificateOf = (encoded: Uint8Array | string): Certificate | undefined =>
  readable(() =>
    typeof encoded === 'string' ? readCertificate(encoded) : certificateFromDer(encoded),
  )

const crlOf = (encoded: Uint8Array | string): Crl | undefined => readable(() => readCrl(encoded))

const isPresent = <T>(value: T | undefined): value is T => value !== undefined

function isAccepted({ target, anchors, intermediates, crls, at }: PathCase): boolean {
  const certificate = certificateOf(target)
  if (!certificate) return false
  const find = indexSubjects({
    anchors: anchors.map(certificateOf).filter(isPresent),
    intermediates: intermediates.map(certificateOf).filter(isPresent),
  })
  const revocation = crls && { crls: crls.map(crlOf).filter(isPresent), require: 'all' as const }
  return validatePath({ target: certificate, at, revocation }, find).ok
}
