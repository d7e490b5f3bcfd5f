import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'
import { journeysOnServer, testsWithDatabase } from './on-server.ts'

const conditions = ['development', ...defaultServerConditions]

/** Sources run as they are; workspace packages resolve to their TypeScript. */
const fromSources = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['development'] } },
}

const isOnServer = process.env['TEST_DATABASE_URL'] !== undefined

export default defineConfig({
  ...fromSources,
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    // Journeys and units side by side, on every core; one that has databases in it takes 1 GB.
    maxWorkers: Math.min(availableParallelism(), 8),
    projects: [
      {
        ...fromSources,
        test: {
          name: 'unit',
          include: isOnServer
            ? testsWithDatabase()
            : [
                'packages/*/src/**/*.test.ts',
                'apps/*/src/**/*.test.ts',
                'tests/architecture/**/*.test.ts',
                'tests/gates/**/*.test.ts',
                'bench/**/*.test.ts',
              ],
          env: { TZ: 'UTC' },
          globalSetup: ['tests/architecture/endpoint-cases.ts'],
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...fromSources,
        test: {
          name: 'journeys',
          include: isOnServer ? journeysOnServer : ['tests/journeys/**/*.test.ts'],
          env: { TZ: 'UTC' },
          isolate: false,
          globalSetup: 'tests/journeys/prepare.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
