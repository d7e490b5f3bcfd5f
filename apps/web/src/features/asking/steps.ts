import type { WantedExtractor } from '../../domain/mappings/extractor.ts'
import type { MessageId } from '../../i18n/language.tsx'

/** What a request says; each member is asked for in one step. */
export interface AskValues extends Record<string, unknown> {
  policyName: string
  extractors: readonly WantedExtractor[]
  credentialType: string
  useCaseDescription: string
}

export type StepName = 'policy' | 'extractors' | 'type' | 'why' | 'review'

interface Step {
  name: StepName
  title: MessageId
  /** The fields that are asked for in it. */
  fields: readonly (keyof AskValues & string)[]
}

const all: readonly Step[] = [
  { name: 'policy', title: 'asking.policy', fields: ['policyName'] },
  { name: 'extractors', title: 'asking.extractors', fields: ['extractors'] },
  { name: 'type', title: 'asking.type', fields: ['credentialType'] },
  { name: 'why', title: 'asking.why', fields: ['useCaseDescription'] },
  { name: 'review', title: 'asking.review', fields: [] },
]

/**
 * The steps of a partner. Extractors and credential type are asked of partners whose approval needs them
 * (additions-1.3.0.md 4.6); nobody else is asked for them.
 */
export function stepsOf(mapping: 'required' | 'allowed' | 'none'): readonly Step[] {
  if (mapping === 'required') return all
  return all.filter(({ name }) => name !== 'extractors' && name !== 'type')
}

/** The fields that must be filled before a request can be approved. */
export function requiredFields(mapping: 'required' | 'allowed' | 'none') {
  return stepsOf(mapping).flatMap(({ fields }) => fields)
}
