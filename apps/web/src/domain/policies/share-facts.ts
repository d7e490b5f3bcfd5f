import type { DataSharePolicy } from '@pmp/contract'
import type { z } from 'zod'

/** The document of a data share policy. */
export type SharePolicy = z.output<typeof DataSharePolicy>

type Attribute = SharePolicy['shareableAttributes'][number]

/** Consumers read these texts as whole numbers. */
export function isCount(text: string): boolean {
  return /^\d+$/.test(text.trim())
}

/** What of a share only its receiver can read. */
export function encryptionOf({ dataSharePolicies, shareableAttributes }: SharePolicy) {
  if (dataSharePolicies.encryptionType === 'none') return 'none'
  if (shareableAttributes.every(({ encrypted }) => encrypted)) return 'all'
  return shareableAttributes.some(({ encrypted }) => encrypted) ? 'some' : 'package'
}

/** Where an attribute comes from, if not from itself as a whole. */
export function sourcesOf({ attributeName, source }: Attribute) {
  return source
    .map(({ attribute, filter }) => ({ from: attribute, only: textsOf(filter) }))
    .filter(({ from, only }) => from !== attributeName || only.length > 0)
}

/** All texts inside a filter, in their order. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsOf)
}
