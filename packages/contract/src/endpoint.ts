import type { z } from 'zod'
import type { FailureName } from './failures.ts'
import type { PermissionName } from './permissions.ts'

/** Upstream's two services and our own additions; all are served by one process. */
export const basePaths = {
  partner: '/v1/partnermanager',
  policy: '/v1/policymanager',
  portal: '/v1/portal',
} as const

type Service = keyof typeof basePaths

/**
 * Which envelope an endpoint speaks (common.md 1).
 * V1: `echo` says what `id` and `version` of a success are: those of the request, the fixed pair
 * of upstream's retrieve calls, or null. V2: `id` is fixed; `checksRequest` asks for a full V2
 * request envelope (common.md 3.3), whose id is that one or one of `olderIds`. `refusesAsV1`: what the
 * operation refuses comes in a V1 envelope, as upstream throws it before its V2 service. `beside`:
 * members of the response that stand beside it, in the envelope.
 */
type Envelope =
  | { generation: 1; echo: 'request' | 'retrieve' | 'none'; checksRequestTime: boolean }
  | {
      generation: 2
      id: string
      checksRequest: boolean
      olderIds: readonly string[]
      refusesAsV1: boolean
      beside: readonly string[]
    }

export function v1(
  echo: 'request' | 'retrieve' | 'none' = 'none',
  options: { checksRequestTime?: boolean } = {},
): Envelope {
  return { generation: 1, echo, checksRequestTime: options.checksRequestTime ?? false }
}

export function v2(
  id: string,
  options: {
    checksRequest?: boolean
    olderIds?: readonly string[]
    refusesAsV1?: boolean
    beside?: readonly string[]
  } = {},
): Envelope {
  const { checksRequest = false, olderIds = [], refusesAsV1 = false, beside = [] } = options
  return { generation: 2, id, checksRequest, olderIds, refusesAsV1, beside }
}

/** What a V2 list can be sorted by, and the page it gives when none is asked (common.md 10). */
export interface ListRules {
  sortFields: readonly string[]
  /** Absent: without paging parameters every row is returned. */
  defaultPage?: { pageNo: number; pageSize: number }
  /** The list ignores a lone sort parameter and knows no pair checks (`GET /policies/v2`). */
  isLenient?: boolean
}

export interface Endpoint {
  service: Service
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the service's base path, with `:name` for path variables. */
  path: string
  summary: string
  /** More than the summary, for the API document. */
  description?: string
  permission: PermissionName
  /**
   * What somebody meets to whom the thing does not belong, where no failure says so: `hidden`, as if
   * it were not there; `scoped`, the caller's own things only, be they none.
   */
  ownership?: 'hidden' | 'scoped'
  envelope: Envelope
  /** Switches the endpoint off with its failure when a setting is false (common.md 3.5). */
  feature?: 'trustStoreList' | 'oidcClients' | 'oidcClientConfiguration' | 'originalCertificates'
  params?: z.ZodObject
  query?: z.ZodObject
  /** The `request` member of the body. Absent: a body is not read. */
  request?: z.ZodObject
  /**
   * What a body without `request` is where it is not a violated constraint: malformed, or left to
   * the envelope's check and the operation, because upstream does not validate the body before.
   */
  missingRequest?: 'malformed' | 'leftToOperation'
  /** Members of a V2 request that hold free text, besides path and query (additions-1.3.0.md 1.1). */
  freeText?: readonly string[]
  list?: ListRules
  /** Upstream gives this without pages, however much it is; such answers are made one by one. */
  isWhole?: true
  response: z.ZodType
  failures: readonly FailureName[]
  /** Which field of the input a failure is about; the others are about the call as a whole. */
  fields?: Readonly<Partial<Record<FailureName, string>>>
  /** Answer to an unexpected error inside the operation. Default: `unexpected`. */
  unexpected?: FailureName
}

type KeyOf<T> = T extends z.ZodObject<infer Shape> ? keyof Shape & string : never

/** A field of the path, the query or the `request` of an endpoint. */
export type FieldOf<E extends Endpoint> =
  | KeyOf<E['params']>
  | KeyOf<E['query']>
  | KeyOf<E['request']>

/** Compiles only for failures that the endpoint lists and fields that it takes. */
interface Fielded<E extends Endpoint> {
  fields?: {
    readonly [F in keyof E['fields']]: F extends E['failures'][number] ? FieldOf<E> : never
  }
}

/** Declares an endpoint; server, client, OpenAPI and tests all read this one value. */
export function endpoint<const E extends Endpoint>(definition: E & Fielded<E>): E {
  return definition
}

type OutputOf<T> = T extends z.ZodType ? z.output<T> : unknown

/** One of the fields and a direction; whoever rules a field out knows that it is none of the rest. */
type Sort<Field extends string> = { [F in Field]: { field: F; direction: 'asc' | 'desc' } }[Field]

/** Sort and page of a V2 list after the checks of common.md 10.2. */
export interface ListRequest<Field extends string = string> {
  sort?: Sort<Field>
  page?: { pageNo: number; pageSize: number }
}

/** The same as the operation of an endpoint receives it. */
export type ListRequestOf<E extends { list: ListRules }> = ListRequest<SortFieldOf<E>>

/** The filters of a list: its query parameters. */
export type FiltersOf<E extends Endpoint> = OutputOf<E['query']>

/** What an operation receives: path variables, query and `request` in one flat value. */
export type InputOf<E extends Endpoint> = OutputOf<E['params']> &
  OutputOf<E['query']> &
  OutputOf<E['request']> &
  (E extends { list: ListRules } ? { list: ListRequestOf<E> } : unknown)

/** What an operation returns, and what the client gets, dates as `Date`. */
export type ResponseOf<E extends Endpoint> = z.output<E['response']>

/** One page of a V2 list (common.md 10.4). */
export interface ListPage<Row> {
  pageNo: number
  pageSize: number
  totalResults: number
  data: Row[]
}

/**
 * An endpoint that gives a list page by page, in the order that is asked. Its rows, the fields it
 * sorts by and its filters are those of the declaration; a function that takes all of them infers
 * them from the endpoint.
 */
export interface ListEndpoint<
  Row = unknown,
  SortField extends string = string,
  FilterName extends string = string,
  Param extends string = string,
> extends Endpoint {
  list: ListRules & { sortFields: readonly SortField[] }
  params?: z.ZodObject<Record<Param, z.ZodType>>
  query?: z.ZodObject<Record<FilterName, z.ZodType>>
  response: z.ZodType<ListPage<Row>>
}

/** A page of a list as it is asked for; filters and path variables are texts. */
export interface ListQuery {
  [filter: string]: string | number
  sortFieldName: string
  sortType: 'asc' | 'desc'
  pageNo: number
  pageSize: number
}

/** A row of a list. */
export type RowOf<E extends ListEndpoint> = E extends ListEndpoint<infer Row> ? Row : never

/** What a list can be sorted by. */
export type SortFieldOf<E extends { list: ListRules }> = E['list']['sortFields'][number]

/** What a list can be filtered by. */
export type FilterNameOf<E extends Endpoint> = E extends { query: z.ZodObject<infer Shape> }
  ? keyof Shape & string
  : never

/** What a caller passes: as the operation's input, with list parameters as query values. */
export type CallOf<E extends Endpoint> = OutputOf<E['params']> &
  OutputOf<E['query']> &
  OutputOf<E['request']> &
  (E['list'] extends ListRules
    ? { sortFieldName?: string; sortType?: 'asc' | 'desc'; pageNo?: number; pageSize?: number }
    : unknown)
