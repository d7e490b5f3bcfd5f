import { createExaminationBudget } from '../certificate-engine/examination-budget.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { basePaths } from '@pmp/contract'
import { readConfig } from '../config.ts'
import { createTestDatabase } from '../database/testing.ts'
import { createDiscoveryReader } from '../esignet/discovery.ts'
import { guardRoutes } from '../http/caller.ts'
import { answerErrors } from '../http/register.ts'
import { createServer } from '../http/server.ts'
import { openKeyRing } from '../keys/key-ring.ts'
import { openTestKeyStore } from '../keys/testing-keys.ts'
import { createAccount } from './accounts.ts'
import { createEndedTokens } from './ended-tokens.ts'
import { mountIdentity } from './mount.ts'
import { openBrowser, type Browser } from './testing-browser.ts'
import { createTokenVerifier } from './tokens.ts'

export const password = 'a long enough sentence'

/** The one account of a test portal. */
export const bank = {
  userName: 'north-bank',
  password,
  email: 'it@north-bank.example',
  givenName: 'Amina',
  familyName: 'Diallo',
  attributes: {
    organizationName: 'North Bank',
    partnerType: 'Auth_Partner',
    phoneNumber: '5551234',
    address: '1 Market Street',
    langCode: 'eng',
    locale: 'eng',
  },
  roles: ['AUTH_PARTNER'],
}

/**
 * The identity routes alone, over real HTTP, at a public address that only a proxy could serve. Its
 * embedded provider knows `bank`.
 */
export async function startTestPortal(publicUrl: string, further: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'pmp-identity-'))
  const settings = { DATA_DIR: dataDir, PUBLIC_URL: publicUrl, LOG_LEVEL: 'fatal', ...further }
  const config = readConfig(settings, '/no-env-file')
  const database = await createTestDatabase()
  const { db } = database
  await createAccount(db, bank, new Date())
  const { keyStore, keyFile } = await openTestKeyStore(config)
  const clock = { now: () => new Date() }
  const keys = await openKeyRing({ db, keyStore, now: clock.now(), log: () => {} })
  const verifier = createTokenVerifier({ config, keyFile, ended: createEndedTokens(db) })
  const app = await createServer(config)
  const now = () => clock.now()
  guardRoutes(app, { config, verifier, clock: now })
  answerErrors(app, {
    config,
    db,
    laneOf: database.lane,
    examinations: createExaminationBudget(),
    keys,
    verifier,
    readDiscovery: createDiscoveryReader(config, now),
    messages: {},
    keyUses: { note: () => {} },
    clock: now,
  })
  await mountIdentity(app, { config, db, keyFile, verifier, messages: {}, clock: now })
  await app.listen({ host: '127.0.0.1', port: 0 })
  config.internalUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  return {
    config,
    db,
    pool: database.pool,
    clock,
    /** One at another address, if the portal trusts what proxies say of it. */
    browser: (address?: string) =>
      openBrowser(publicUrl, config.internalUrl, address ? { 'x-forwarded-for': address } : {}),
    async close() {
      await app.close()
      await keyStore.close()
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type TestPortal = Awaited<ReturnType<typeof startTestPortal>>

export const encode = (url: string) => Buffer.from(url).toString('base64')

/** Its base64 has `+` and `=` in it. */
export const page = 'http://portal.test/#/partnermanagement/dashboard?a=b~~~c'
export const base = basePaths.partner

/** Opens the portal's sign-in; answers its redirect to the provider. */
export function startSignIn(browser: Browser, returnTo = page, state = crypto.randomUUID()) {
  browser.set('state', state)
  return browser.get(`${base}/login/v2/${encode(returnTo)}?state=${state}&ui_locales=fr`)
}

/** As far as the sign-in page; answers its address. */
export async function reachSignInPage(browser: Browser, returnTo = page): Promise<string> {
  const atProvider = await browser.follow(await startSignIn(browser, returnTo))
  return atProvider.headers.get('location') ?? ''
}

/** Enters name and password of `bank`; answers the provider's redirect to the callback. */
export async function enterCredentials(browser: Browser, address: string): Promise<Response> {
  const answer = await browser.post(address, { userName: bank.userName, password })
  const { redirectTo } = (await answer.json()) as { redirectTo: string }
  return browser.get(redirectTo)
}

/** The whole sign-in; answers the last redirect, to the page. */
export async function signIn(browser: Browser, returnTo = page): Promise<Response> {
  return browser.follow(await enterCredentials(browser, await reachSignInPage(browser, returnTo)))
}

/** The first error code of an envelope. */
export async function codeOf(response: Response): Promise<unknown> {
  const { errors } = (await response.json()) as { errors: { errorCode: string }[] }
  return errors[0]?.errorCode
}
