import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const fileHere = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Texts as one command of a POSIX shell; nothing in them means anything to it. */
export const shellCommand = (...words: string[]): string =>
  words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ')

/** Options as the words of a command line: `--name value`. */
export const optionWords = (options: Readonly<Record<string, string>>): string[] =>
  Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])

interface Started {
  readonly signal: AbortSignal
  readonly cwd?: string
  readonly env?: Record<string, string>
}

function start(command: string, args: readonly string[], { signal, cwd, env }: Started) {
  const child = spawn(command, args, {
    signal,
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  const listen = (chunk: Buffer) => {
    words = `${words}${chunk.toString()}`.slice(-4000)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  return { child, words: () => words }
}

/**
 * Runs a command to its end.
 * @returns what it said
 * @throws with what it said when it ends with another status than 0 and those that are allowed
 */
export async function run(
  command: string,
  args: readonly string[],
  { allowed = [], ...started }: Started & { readonly allowed?: readonly number[] },
): Promise<string> {
  const { child, words } = start(command, args, started)
  await once(child, 'close')
  const status = child.exitCode ?? -1
  if (status !== 0 && !allowed.includes(status)) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${words()}`)
  }
  return words()
}

/**
 * Starts a Node script that goes on until it is stopped, and waits until it says that it is there.
 * @throws with what it said when it ends before
 */
export async function startScript(file: string, started: Started): Promise<ChildProcess> {
  const { child, words } = start(process.execPath, [file], started)
  const ended = once(child, 'close').then(() => 'ended')
  ended.catch(() => {
    // Stopped by the signal, as wished.
  })
  if ((await Promise.race([once(child.stdout, 'data'), ended])) === 'ended') {
    throw new Error(`${file} ended with ${child.exitCode}:\n${words()}`)
  }
  return child
}
