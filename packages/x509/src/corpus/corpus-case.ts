/** What a case of the corpus is made of, and the few shapes most of them share. */
import type { UnreadableReason } from '../x509-error.ts'
import type { PathRule } from '../path/path-rules.ts'
import { type Change, type Made, leafBelow, make } from '../path-scenes.ts'
import { type Reshaping, reshape } from './reshape.ts'

/** Encoded, because not all of it can be read. */
export interface CorpusScene {
  readonly target: Uint8Array
  readonly anchors: readonly Uint8Array[]
  readonly pool?: readonly Uint8Array[]
  /** Asked for every certificate below the anchor when given. */
  readonly crls?: readonly Uint8Array[]
  readonly at?: Date
}

export interface CorpusCase {
  readonly name: string
  readonly scene: () => Promise<CorpusScene>
  /** Undefined when the path holds, else the rule or reason that must be named. */
  readonly broken?: PathRule | UnreadableReason
}

export const der = ({ certificate }: Made): Uint8Array => certificate.der

/** Root, one authority, leaf, each changed on demand. */
export interface Changes {
  readonly root?: Change
  readonly middle?: Change
  readonly leaf?: Change
}

/** Root, one authority and a leaf as they are ordered. */
export const ordered =
  ({ root: ofRoot, middle: ofMiddle, leaf: ofLeaf }: Changes) =>
  async (): Promise<CorpusScene> => {
    const root = await make('root', undefined, ofRoot)
    const middle = await make('middle', root, ofMiddle)
    const leaf = await leafBelow(middle, ofLeaf)
    return { target: der(leaf), anchors: [der(root)], pool: [der(middle)] }
  }

/** The same with one of the three changed after it was made. */
export const reshaped =
  (which: 'root' | 'middle' | 'leaf', change: Reshaping, changes: Changes = {}) =>
  async (): Promise<CorpusScene> => {
    const root = await make('root', undefined, changes.root)
    const middle = await make('middle', root, changes.middle)
    const leaf = await leafBelow(middle, changes.leaf)
    const target = which === 'leaf' ? reshape(leaf, middle, change) : der(leaf)
    const authority = which === 'middle' ? reshape(middle, root, change) : der(middle)
    const anchor = which === 'root' ? reshape(root, root, change) : der(root)
    return { target, anchors: [anchor], pool: [authority] }
  }

export const holds = (name: string, scene: CorpusCase['scene']): CorpusCase => ({ name, scene })

export const breaks = (
  broken: NonNullable<CorpusCase['broken']>,
  name: string,
  scene: CorpusCase['scene'],
): CorpusCase => ({ name, scene, broken })
