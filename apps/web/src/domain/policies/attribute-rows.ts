import { AuthPolicy, DataSharePolicy } from '@pmp/contract'
import { sourcesOf } from './share-facts.ts'

/** Attributes that a country of the platform usually has, by what they are about. */
const usualRows = {
  identity: ['fullName', 'dateOfBirth', 'gender', 'residenceStatus', 'referenceIdentityNumber'],
  contact: [
    'phone',
    'email',
    'preferredLang',
    'addressLine1',
    'city',
    'region',
    'province',
    'postalCode',
  ],
  biometrics: ['photo', 'fingerprint', 'iris', 'signature'],
} as const

type RowName = keyof typeof usualRows | 'other'

/** How an attribute is shared. */
interface Shared {
  isEncrypted: boolean
  format: string | undefined
  /** Where it comes from, if not from itself. */
  from: string | undefined
}

export interface Cell {
  attribute: string
  shared: Shared | null
  /** Whether it is shared and was not known before. */
  isNew: boolean
}

interface AttributeRow {
  name: RowName
  cells: Cell[]
}

/** Names under which the same thing goes in policies of different kinds. */
const sameAs: Readonly<Record<string, string>> = { face: 'photo', addressLine2: 'addressLine1' }

/** Attributes that a document shares; null where it is of a kind that shares none. */
export function sharedBy(document: unknown): Map<string, Shared> | null {
  const auth = AuthPolicy.safeParse(document)
  if (auth.success) {
    return new Map(
      auth.data.allowedKycAttributes.map(({ attributeName }) => [
        attributeName,
        { isEncrypted: true, format: undefined, from: undefined },
      ]),
    )
  }
  const share = DataSharePolicy.safeParse(document)
  if (!share.success) return null
  const isPackageEncrypted = share.data.dataSharePolicies.encryptionType !== 'none'
  return new Map(
    share.data.shareableAttributes.map((attribute) => [
      attribute.attributeName,
      {
        isEncrypted: attribute.encrypted || isPackageEncrypted,
        format: attribute.format,
        from: sourcesOf(attribute)
          .map(({ from }) => from)
          .join(', '),
      },
    ]),
  )
}

/**
 * Every attribute as a cell, with what a document shares of it. What only the document names comes last.
 * @param today names that are known already; absent: nothing is new
 */
export function attributeRows(
  shared: ReadonlyMap<string, Shared>,
  today?: readonly string[],
): AttributeRow[] {
  const usual = Object.values(usualRows).flat()
  const isUsual = (name: string) => usual.some((known) => known === name)
  const known = new Set(today?.map((name) => sameAs[name] ?? name))
  const cellOf = (attribute: string): Cell => ({
    attribute,
    shared: shared.get(attribute) ?? null,
    isNew:
      today !== undefined && shared.has(attribute) && !known.has(sameAs[attribute] ?? attribute),
  })
  const other = [...shared.keys()].filter((name) => !isUsual(name))
  return [
    { name: 'identity' as const, cells: usualRows.identity.map(cellOf) },
    { name: 'contact' as const, cells: usualRows.contact.map(cellOf) },
    { name: 'biometrics' as const, cells: usualRows.biometrics.map(cellOf) },
    { name: 'other' as const, cells: other.map(cellOf) },
  ].filter(({ cells }) => cells.length > 0)
}

/** How many attributes there are, how many of them are shared, and how many of these are new. */
export function countsOf(rows: readonly AttributeRow[]) {
  const cells = rows.flatMap((row) => row.cells)
  return {
    all: cells.length,
    shared: cells.filter(({ shared }) => shared !== null).length,
    fresh: cells.filter(({ isNew }) => isNew).length,
  }
}
