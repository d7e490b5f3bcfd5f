import { readFile } from 'node:fs/promises'
import { Failure, type FailureName } from '@pmp/contract'
import { z } from 'zod'
import type { Config } from '../../config.ts'
import type { Context } from '../../context.ts'
import { ask, Unreachable } from '../../esignet/ask.ts'
import type { ClaimSources } from './derive-claims.ts'
import { usualAcrMapping, usualClaims, usualIdentityMapping } from './usual-mappings.ts'

/** What was read, or the failure that says why not. */
type Read<T> = { value: T } | { failure: FailureName }

interface Mappings {
  claims: Read<Pick<ClaimSources, 'attributes'>>
  factors: Read<Pick<ClaimSources, 'factors'>>
  methods: Read<Pick<ClaimSources, 'methods'>>
}

/** What cannot be read is looked for again after this time; what was read stays, as with upstream. */
const failedMs = 10_000

interface Kept {
  mappings: Promise<Mappings>
  until: number
}

/** The mappings that the settings of this process name. */
const kept = new WeakMap<Config, Kept>()

/**
 * Reads what claims are derived from, where it is not known yet; what fails is told by `claimSources`.
 * Waits for a network, so it comes before a transaction.
 */
export async function loadClaimSources({ config, now, readDiscovery }: Context): Promise<void> {
  await Promise.allSettled([mappingsOf(config, now), readDiscovery()])
}

/**
 * What claims and ACR values are derived from (auth-services.md 8.2).
 * @throws {Failure} claims_mapping_unreadable · acr_mapping_unreadable · amr_mapping_unreadable ·
 *   esignet_unreachable
 */
export async function claimSources({
  config,
  now,
  readDiscovery,
}: Pick<Context, 'config' | 'now' | 'readDiscovery'>): Promise<ClaimSources> {
  const { claims, methods, factors } = await mappingsOf(config, now)
  return {
    ...valueOf(claims),
    ...valueOf(methods),
    ...valueOf(factors),
    supported: await supportedClaims(readDiscovery),
  }
}

function valueOf<T>(read: Read<T>): T {
  if ('failure' in read) throw new Failure(read.failure)
  return read.value
}

async function supportedClaims(readDiscovery: Context['readDiscovery']) {
  try {
    return (await readDiscovery())?.claimsSupported ?? usualClaims
  } catch (error) {
    if (error instanceof Unreachable) throw new Failure('esignet_unreachable')
    throw error
  }
}

/** At once, so that calls at the same time wait for one and the same reading. */
function mappingsOf(config: Config, now: Date): Promise<Mappings> {
  const known = kept.get(config)
  if (known && now.getTime() < known.until) return known.mappings
  const next: Kept = { mappings: readMappings(config), until: Infinity }
  kept.set(config, next)
  return next.mappings.then((mappings) => {
    const isWhole = Object.values(mappings).every((read) => 'value' in read)
    if (!isWhole) next.until = now.getTime() + failedMs
    return mappings
  })
}

async function readMappings(config: Config): Promise<Mappings> {
  const [identity, acr] = await Promise.all([
    readDocument(config.OIDC_CLAIMS_MAPPING, usualIdentityMapping),
    readDocument(config.OIDC_ACR_MAPPING, usualAcrMapping),
  ])
  return {
    claims: parsed(IdentityMapping, identity, 'claims_mapping_unreadable'),
    factors: parsed(Factors, acr, 'amr_mapping_unreadable'),
    methods: parsed(Methods, acr, 'acr_mapping_unreadable'),
  }
}

/** @param place a file or an address. @returns undefined where it cannot be read as JSON */
async function readDocument(place: string | undefined, usual: unknown): Promise<unknown> {
  if (place === undefined) return usual
  try {
    if (/^https?:/.test(place)) {
      const { status, body } = await ask(place)
      return status === 200 ? body : undefined
    }
    const document: unknown = JSON.parse(await readFile(place, 'utf8'))
    return document
  } catch {
    return undefined
  }
}

function parsed<T>(schema: z.ZodType<T>, document: unknown, failure: FailureName): Read<T> {
  const { data } = schema.safeParse(document)
  return data === undefined ? { failure } : { value: data }
}

/** Entries of the file that name no attributes are for other modules. */
const IdentityMapping = z
  .object({ identity: z.record(z.string(), z.unknown()) })
  .transform(({ identity }) => ({
    attributes: new Map(
      Object.entries(identity).flatMap(([claim, entry]): [string, string[]][] => {
        const { data } = z.object({ value: z.string() }).safeParse(entry)
        return data ? [[claim, data.value.split(',').map((name) => name.trim())]] : []
      }),
    ),
  }))

const Factors = z
  .object({ amr: z.record(z.string(), z.array(z.object({ type: z.string() }))) })
  .transform(({ amr }) => ({
    factors: new Map(
      Object.entries(amr).map(([method, factors]) => [method, factors.map(({ type }) => type)]),
    ),
  }))

const Methods = z
  .object({ acr_amr: z.record(z.string(), z.array(z.string())) })
  .transform(({ acr_amr: methods }) => ({ methods: new Map(Object.entries(methods)) }))
