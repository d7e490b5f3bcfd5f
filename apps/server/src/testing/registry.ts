import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Failure, roles } from '@pmp/contract'
import { createTestAuthority } from '@pmp/x509/test-authority'
import { fastify } from 'fastify'
import { readConfig } from '../config.ts'
import type { Actor, Context } from '../context.ts'
import { transaction } from '../database/database.ts'
import { createTestDatabase } from '../database/testing.ts'
import { createDiscoveryReader } from '../esignet/discovery.ts'
import { changePartnerStatus } from '../features/deactivation/change-partner-status.ts'
import { insertPartner } from '../features/partners/queries.ts'
import { uploadCaCertificate } from '../features/trust-store/upload-ca-certificate.ts'
import { openKeys } from '../keys/open-keys.ts'
import { openTestKeyStore } from '../keys/testing-keys.ts'

export function actorOf(userName: string, ...held: string[]): Actor {
  return {
    userName,
    // As if bound: what binds is tried over HTTP.
    userId: userName,
    standing: 'bound',
    roles: held,
    email: `${userName}@partner.example`,
    claims: {},
    token: '',
    expiresAt: new Date('2100-01-01'),
  }
}

export const registrar = actorOf('registrar', roles.partnerAdmin)

let sequence = 0

/** A database with platform keys of its own, and operations run as a request would run them. */
export async function openRegistry(settings: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'pmp-registry-'))
  const config = readConfig({ DATA_DIR: dataDir, ...settings }, '/no-env-file')
  const database = await createTestDatabase()
  const clock = { now: new Date() }
  const { keyStore } = await openTestKeyStore(config)
  const { db } = database
  const keys = await openKeys({ db, keyStore, now: clock.now, log: () => {} })
  const readDiscovery = createDiscoveryReader(config, () => clock.now)
  const { log } = fastify()

  function contextFor(actor: Actor): Context {
    return {
      db,
      config,
      actor,
      now: clock.now,
      keys,
      readDiscovery,
      outage: undefined,
      noteKeyUse: () => {},
      log,
      requestId: 'test',
    }
  }

  /** Runs an operation as this person in a transaction of its own. */
  function as<Input, Output>(
    actor: Actor,
    operation: (context: Context, input: Input) => Promise<Output>,
    input: Input,
  ): Promise<Output> {
    return transaction(db, (db) => operation({ ...contextFor(actor), db }, input))
  }

  /** A registered partner of its own name with its user; it waits for its certificate. */
  async function partner(partnerTypeCode = 'Device_Provider', policyGroupId: string | null = null) {
    sequence += 1
    const id = `partner-${sequence}`
    const name = `Organisation ${sequence}`
    await insertPartner(db, {
      id,
      policyGroupId,
      name,
      address: '1 Market Square',
      contactNo: '5550100',
      emailId: `${id}@partner.example`,
      emailIdHash: id,
      partnerTypeCode,
      langCode: 'eng',
      actor: id,
      now: clock.now,
    })
    return { id, name, user: actorOf(id, roles.deviceProvider) }
  }

  /** What the upload to the trust store of a domain answers. */
  function trust(certificateData: string, partnerDomain: string) {
    return as(registrar, uploadCaCertificate, { certificateData, partnerDomain })
  }

  /** What the deactivation of a partner answers. */
  function deactivate(partnerId: string) {
    return as(registrar, changePartnerStatus, { partnerId, status: 'De-Active' })
  }

  /** A root and an intermediate; in the trust store of a domain unless none is given. */
  async function authority(partnerDomain?: string) {
    sequence += 1
    const made = await createTestAuthority({ now: clock.now, organization: `CA ${sequence}` })
    for (const { certificate } of partnerDomain ? [made.root, made.intermediate] : []) {
      await trust(certificate.pem, partnerDomain ?? '')
    }
    return made
  }

  async function close() {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  }

  const steps = { as, partner, trust, deactivate, authority, close }
  return { db, config, keys, keyStore, clock, contextFor, ...steps }
}

export type Registry = Awaited<ReturnType<typeof openRegistry>>

/** The code with which something is refused; fails when it is not. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
  throw new Error('It was not refused')
}
