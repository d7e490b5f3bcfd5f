import { policyDocuments, type PolicyType } from '@pmp/contract'
import { z } from 'zod'
import { authChoices, usualAttributes } from './templates.ts'

interface JsonSchema {
  type?: string
  enum?: unknown[]
  properties?: Record<string, JsonSchema>
  items?: JsonSchema
}

interface Suggestions {
  keys: string[]
  values: string[]
}

/** What consumers know although the schema takes any text (policy.md 2.3). */
const knownValues: Readonly<Record<string, readonly string[]>> = {
  authType: [...new Set(authChoices.map(({ authType }) => authType))],
  authSubType: ['FINGER', 'IRIS', 'FACE'],
  attributeName: usualAttributes,
  attribute: usualAttributes,
}

/**
 * What can stand at a place of a policy document, from the schema of its type.
 * @param path members that lead to the value; entries of lists are numbers
 */
export function suggestionsAt(type: PolicyType, path: readonly (string | number)[]): Suggestions {
  // Zod's type knows every form of schema; those of policies have these members only.
  const whole = z.toJSONSchema(policyDocuments[type], { unrepresentable: 'any' }) as JsonSchema
  const schema = path.reduce<JsonSchema | undefined>(
    (inner, step) => (typeof step === 'number' ? inner?.items : inner?.properties?.[step]),
    whole,
  )
  const name = path.findLast((step) => typeof step === 'string') ?? ''
  const truths = schema?.type === 'boolean' ? ['true', 'false'] : []
  const texts = [...(schema?.enum ?? []), ...(knownValues[name] ?? [])]
  return {
    keys: Object.keys(schema?.properties ?? {}),
    values: [...truths, ...texts.map((text) => JSON.stringify(text))],
  }
}
