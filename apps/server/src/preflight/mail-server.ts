import { once } from 'node:events'
import { connect as connectPlain, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { connect as connectTls } from 'node:tls'
import type { Config } from '../config.ts'
import { mistake, ok, warning, type Finding } from './finding.ts'
import { networkProblem } from './network-problem.ts'
import { NoAnswer, within } from './within.ts'

const setting = 'SMTP_URL'
const answerMs = 5000

/** Greets the mail server (RFC 5321 §4.1.1.1), signs in to nothing and sends nothing. */
export async function checkMailServer({
  SMTP_URL: url,
  MAIL_FROM: from,
}: Config): Promise<Finding[]> {
  if (url === undefined) return [ok(setting, 'unset: mail stays in the outbox')]
  const { protocol, hostname, port } = new URL(url)
  const isTls = protocol === 'smtps:'
  const place = `${hostname}:${port || (isTls ? '465' : '25')}`
  try {
    const name = await within(answerMs, greet(place, isTls))
    const greeted = ok(setting, `${place} answers as ${name}`)
    const senderless = warning(
      'MAIL_FROM',
      'mail has no sender',
      'set the address that it comes from',
    )
    return from === undefined ? [greeted, senderless] : [greeted]
  } catch (error) {
    const why =
      error instanceof NoAnswer ? 'it does not answer in time' : networkProblem(error).text
    const remedy = 'correct host and port; smtps: is for servers that speak TLS from the start'
    return [mistake(setting, `${place} cannot be used: ${why}`, remedy)]
  }
}

/** @returns the name that the server gives itself */
async function greet(place: string, isTls: boolean): Promise<string> {
  const [, host = '', port] = /^(.*):(\d+)$/.exec(place) ?? []
  const at = { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) }
  const socket = isTls ? connectTls({ ...at, servername: at.host }) : connectPlain(at)
  socket.setTimeout(answerMs, () => socket.destroy())
  try {
    await once(socket, isTls ? 'secureConnect' : 'connect')
    return await talk(socket)
  } finally {
    socket.destroy()
  }
}

async function talk(socket: Socket): Promise<string> {
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  await replyOf(lines, '220')
  socket.write('EHLO localhost\r\n')
  const greeting = await replyOf(lines, '250')
  socket.write('QUIT\r\n')
  return greeting.split(' ')[0] || 'a mail server'
}

/** RFC 5321 §4.2.1: all lines but the last have a hyphen behind the code. */
async function replyOf(lines: AsyncIterator<string>, code: string): Promise<string> {
  let first: string | undefined
  for (;;) {
    const next = await lines.next()
    const line = next.done ? '' : next.value
    if (!/^\d{3}([ -]|$)/.test(line)) throw new Error('it does not speak SMTP')
    if (!line.startsWith(code)) throw new Error(`it answers ${line.slice(0, 80)}`)
    first ??= line.slice(4)
    if (line[3] !== '-') return first
  }
}
