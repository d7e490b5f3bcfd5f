import { readFile, stat } from 'node:fs/promises'
import { failures, isObject } from '@pmp/contract'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { MessageCatalogue } from '../http/envelope.ts'
import { mistake, ok, warning, type Finding } from './finding.ts'
import { NoAnswer, within } from './within.ts'

const setting = 'MESSAGE_CATALOGUE'
const Messages = z.record(z.string(), z.string())
const readMs = 5000

/**
 * The texts that replace those of replies.
 * @throws {Error} for a path that is no file, and for a file that is no table of texts
 */
export async function readMessages(path: string | undefined): Promise<MessageCatalogue> {
  if (path === undefined) return {}
  // A pipe or a device would be waited for.
  if (!(await within(readMs, stat(path))).isFile()) throw new Error('it is no file')
  const content = await within(readMs, readFile(path, 'utf8'))
  const { data } = Messages.safeParse(parsed(content))
  if (!data) throw new Error('it is no table of texts')
  return data
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (cause) {
    throw new Error('it is no JSON', { cause })
  }
}

const codes: ReadonlySet<string> = new Set(Object.values(failures).map(({ code }) => code))

/** Whether the file can be read, and all its codes mean something. */
export async function checkMessageCatalogue({
  MESSAGE_CATALOGUE: path,
}: Config): Promise<Finding[]> {
  if (path === undefined) return []
  try {
    const messages = Object.keys(await readMessages(path))
    const odd = messages.filter((code) => !codes.has(code))
    if (odd.length === 0) return [ok(setting, `${path} replaces ${messages.length} texts`)]
    const problem = `${path} has texts for codes that no reply has: ${odd.slice(0, 5).join(', ')}`
    return [warning(setting, problem, 'correct or remove them')]
  } catch (error) {
    const why = whyOf(error)
    const remedy = 'name a JSON file of the form {"CODE": "text"}, or leave it out'
    const found = mistake(setting, `${path} cannot be used: ${why}`, remedy)
    return [error instanceof NoAnswer ? { ...found, hangs: true } : found]
  }
}

const absences: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
}

function whyOf(error: unknown): string {
  const code = isObject(error) ? error['code'] : undefined
  const known = typeof code === 'string' ? absences[code] : undefined
  return known ?? (error instanceof Error ? error.message : String(error))
}
