import { QueryClient } from '@tanstack/react-query'
import { Unreachable } from './unreachable.ts'

const mostAttempts = 2

export const queryClient = new QueryClient({
  defaultOptions: {
    // Without a connection both fail at once, and say so, instead of waiting for one in silence.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      // A refusal stays a refusal; only a lost connection is worth another attempt.
      retry: (attempts, error) => error instanceof Unreachable && attempts < mostAttempts,
      staleTime: 10_000,
      refetchOnWindowFocus: true,
    },
  },
})
