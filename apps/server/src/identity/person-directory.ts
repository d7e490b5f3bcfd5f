import type { Config } from '../config.ts'
import type { Actor, Caller } from '../context.ts'
import type { Database, OpenDatabase } from '../database/database.ts'
import { mayActForAll, needsNoPartner } from './ownership.ts'
import {
  claimFromBefore,
  findUserIdOf,
  findWhatNameMeets,
  noteArrival,
  personOf,
} from './persons.ts'

/** Tells what callers own. */
export interface PersonDirectory {
  identify(caller: Caller, now: Date): Actor | Promise<Actor>
  /** A binding was made or withdrawn here: what was looked up counts no more. */
  forget(): void
}

/** So long may a binding that another replica makes, or withdraws, be unknown here. */
const knownMs = 5000

interface Known {
  actor: Actor
  from: number
  until: number
}

/**
 * Looks persons up in the database, once in some seconds for each token. The verifier gives the same
 * caller for a token, so what is known goes when the caller does.
 */
export function createPersonDirectory(
  laneOf: OpenDatabase['lane'],
  config: Config,
): PersonDirectory {
  // What is blocked for newcomers, who meet the table of partners, is open for those who are bound.
  const lanes = { persons: laneOf('persons'), newcomers: laneOf('newcomers') }
  let known = new WeakMap<Caller, Known>()
  const find = async (caller: Caller, now: Date): Promise<Actor> => {
    // A look-up that began before `forget` must not outlive it.
    const keeping = known
    const actor = Object.freeze({ ...caller, ...(await lookUp(lanes, config, { caller, now })) })
    const from = now.getTime()
    keeping.set(caller, { actor, from, until: from + knownMs })
    return actor
  }
  return {
    identify(caller, now) {
      const from = now.getTime()
      const found = known.get(caller)
      return found && from >= found.from && from < found.until ? found.actor : find(caller, now)
    },
    forget() {
      known = new WeakMap()
    },
  }
}

const stranger = { userId: null, standing: 'free' } as const

async function lookUp(
  { persons, newcomers: db }: Record<'persons' | 'newcomers', Database>,
  config: Config,
  { caller, now }: { caller: Caller; now: Date },
): Promise<Pick<Actor, 'userId' | 'standing'>> {
  const person = personOf(caller, config)
  if (!person) return stranger
  const userId = await findUserIdOf(persons, person)
  if (userId !== undefined) return { userId, standing: 'bound' }
  // The rights of these hang on no partner, so their names may be anybody's.
  if (mayActForAll(caller) || needsNoPartner(caller)) return stranger
  const { userName, email } = caller
  const meets = await findWhatNameMeets(db, userName)
  if (!meets) return stranger
  const isEmailVerified = caller.claims['email_verified'] === true
  if (meets === 'partner' && isEmailVerified && email !== undefined) {
    const claimed = await claimFromBefore(db, person, { userName, email, now })
    if (claimed !== undefined) return { userId: claimed, standing: 'bound' }
  }
  await noteArrival(db, { ...person, userName, meets, email, isEmailVerified }, now)
  return { userId: null, standing: meets === 'person' ? 'taken' : 'unclaimed' }
}
