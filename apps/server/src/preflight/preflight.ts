import type { ReadSettings } from '../config.ts'
import type { OpenStores } from '../keys/open-key-store.ts'
import { lookAtDatabase, type DatabaseLook } from './database.ts'
import { isMistake, lineOf, type Finding } from './finding.ts'
import { checkFolders } from './folders.ts'
import { lookAtIssuer, type IssuerLook } from './issuer.ts'
import { checkKeyStore } from './key-store.ts'
import { checkMessageCatalogue } from './message-catalogue.ts'
import { checkPort } from './port.ts'

/** For whom is looked: each command needs something else. */
export type Purpose = 'serve' | 'worker' | 'migrate' | 'keys' | 'doctor'

/** What is asked. */
export interface Question {
  purpose: Purpose
  settings: ReadSettings
  /** Opens keys that are there; whoever asks closes them. */
  openKeys: () => Promise<OpenStores>
}

/** What was seen on the way, for whoever looks further. */
interface Looks {
  database?: DatabaseLook
  issuer?: IssuerLook
}

export interface Preflight extends Looks {
  findings: readonly Finding[]
}

interface Check {
  purposes: readonly Purpose[]
  /** What must be right for the check to mean anything. */
  settings: readonly string[]
  run: () => Promise<readonly Finding[]>
}

/**
 * Everything that keeps a start from succeeding, all at once and before anything is made: no schema, no
 * file, no folder. What depends on a wrong setting is left out, for its mistake is told already.
 */
export async function runPreflight(question: Question): Promise<Preflight> {
  const findings: Finding[] = [...question.settings.mistakes]
  const looks: Looks = {}
  for (const check of checksOf(question, looks)) {
    const wrong = new Set(findings.filter(isMistake).map(({ setting }) => setting))
    const isMeant = check.purposes.includes(question.purpose)
    if (isMeant && !check.settings.some((name) => wrong.has(name))) {
      findings.push(...(await check.run()))
    }
  }
  return { findings, ...looks }
}

/** What keeps a command from starting, a line for each. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
  readonly hangs: boolean

  constructor(mistakes: readonly Finding[]) {
    super(mistakes.map(lineOf).join('\n'))
    this.hangs = mistakes.some(({ hangs }) => hangs === true)
  }
}

/**
 * Lets a command start, or not.
 * @returns what is strange and keeps nothing from starting
 * @throws {StartRefused} with every mistake
 */
export async function checkStart(question: Question): Promise<Finding[]> {
  const { findings } = await runPreflight(question)
  const mistakes = findings.filter(isMistake)
  if (mistakes.length > 0) throw new StartRefused(mistakes)
  return findings.filter(({ state }) => state === 'warning')
}

const everybody: readonly Purpose[] = ['serve', 'worker', 'migrate', 'keys', 'doctor']
const listeners: readonly Purpose[] = ['serve', 'doctor']

function checksOf(question: Question, looks: Looks): Check[] {
  const { config } = question.settings
  return [
    {
      purposes: everybody,
      settings: ['DATA_DIR', 'KEY_STORE'],
      run: () => checkFolders(config),
    },
    {
      purposes: listeners,
      settings: ['HOST', 'PORT'],
      run: () => checkPort(config, question.purpose === 'doctor'),
    },
    {
      purposes: ['serve', 'worker', 'doctor'],
      settings: ['MESSAGE_CATALOGUE'],
      run: () => checkMessageCatalogue(config),
    },
    ...statefulChecks(question, looks),
  ]
}

/** These ask others, or look into what earlier starts left. */
function statefulChecks({ purpose, settings, openKeys }: Question, looks: Looks): Check[] {
  const { config } = settings
  const isDoctor = purpose === 'doctor'
  return [
    {
      purposes: everybody,
      settings: config.DATABASE_URL === undefined ? ['DATABASE_URL', 'DATA_DIR'] : ['DATABASE_URL'],
      run: async () => (looks.database = await lookAtDatabase(config, isDoctor)).findings,
    },
    {
      purposes: ['serve', 'worker', 'keys', 'doctor'],
      settings: ['KEY_STORE', 'KEY_STORE_PIN', ...(config.token ? [] : ['DATA_DIR'])],
      run: () => checkKeyStore(config, openKeys, looks.database?.hasKeys),
    },
    {
      purposes: listeners,
      settings: ['OIDC_ISSUER', 'PUBLIC_URL'],
      run: async () => {
        // An issuer that is away for a while must not keep the portal away, too.
        const isFirst = looks.database?.isNew !== false
        const atStart = isFirst ? 'of what has a name' : 'any'
        looks.issuer = await lookAtIssuer(config, isDoctor ? 'none' : atStart)
        return looks.issuer.findings
      },
    },
  ]
}
