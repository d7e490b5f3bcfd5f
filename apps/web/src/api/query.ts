import type { CallOf, Endpoint, ListEndpoint, ListPage, ListQuery, ResponseOf } from '@pmp/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call, callList } from './call.ts'

function keyOf(endpoint: Endpoint, input: unknown): unknown[] {
  return [endpoint.service, endpoint.path, input]
}

/** How soon something is read again that is on its way to another state. */
const againMs = 3000

interface ReadOptions<Response> {
  enabled?: boolean
  keepPrevious?: boolean
  /** Whether what was read changes soon by itself; it is read again until that is over. */
  goesOn?: (data: Response) => boolean
}

/** Reads an endpoint and keeps the answer fresh. */
export function useRead<E extends Endpoint>(
  endpoint: E,
  input: CallOf<E>,
  options: ReadOptions<ResponseOf<E>> = {},
) {
  const { goesOn } = options
  return useQuery<ResponseOf<E>>({
    queryKey: keyOf(endpoint, input),
    queryFn: () => call(endpoint, input),
    enabled: options.enabled ?? true,
    ...(goesOn
      ? { refetchInterval: ({ state: { data } }) => data !== undefined && goesOn(data) && againMs }
      : {}),
    ...(options.keepPrevious ? { placeholderData: (previous) => previous } : {}),
  })
}

/** Reads a page of a list and keeps it fresh; the page before stays until the next one is there. */
export function useList<Row>(endpoint: ListEndpoint<Row>, query: ListQuery) {
  return useQuery<ListPage<Row>>({
    queryKey: keyOf(endpoint, query),
    queryFn: () => callList(endpoint, query),
    placeholderData: (previous) => previous,
  })
}

/** Calls an endpoint that changes something; afterwards everything that is shown is read anew. */
export function useChange<E extends Endpoint>(
  endpoint: E,
  /** Completes what is sent with what must be read at the last moment. */
  complete: (input: CallOf<E>) => CallOf<E> | Promise<CallOf<E>> = (input) => input,
) {
  const client = useQueryClient()
  return useMutation<ResponseOf<E>, Error, CallOf<E>>({
    mutationFn: async (input) => call(endpoint, await complete(input)),
    // An answer may hold a key that is shown once: it goes with the page that shows it.
    gcTime: 0,
    // Not awaited: what is read anew may unmount the caller, and its own `onSuccess` with it.
    onSuccess: () => void client.invalidateQueries(),
  })
}

/** Reads everything that is shown anew, as after a refusal that tells of a change by somebody else. */
export function useReload(): () => void {
  const client = useQueryClient()
  return () => void client.invalidateQueries()
}

/** Calls an endpoint on demand that changes nothing. */
export function useAsk<E extends Endpoint>(endpoint: E) {
  return useMutation<ResponseOf<E>, Error, CallOf<E>>({
    mutationFn: (input) => call(endpoint, input),
    gcTime: 0,
  })
}
