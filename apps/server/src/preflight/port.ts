import { once } from 'node:events'
import { createServer } from 'node:net'
import { isObject } from '@pmp/contract'
import type { Config } from '../config.ts'
import { mistake, ok, type Finding } from './finding.ts'

/**
 * Whether the port can be listened on, by doing so for a moment.
 * @param mayBeOurs a portal that runs already is no mistake
 */
export async function checkPort(config: Config, mayBeOurs: boolean): Promise<Finding[]> {
  const { HOST: host, PORT: port } = config
  const code = await tryListening(host, port)
  if (code === undefined) {
    return [ok('PORT', port === 0 ? 'any free one' : `${port} on ${host} is free`)]
  }
  if (code === 'EADDRINUSE') {
    if (mayBeOurs && (await isPortal(config.internalUrl))) {
      return [ok('PORT', `${port} on ${host} is in use by a portal that is up`)]
    }
    const problem = `${port} on ${host} is in use by another process`
    return [mistake('PORT', problem, 'stop that one, or set another port')]
  }
  if (code === 'EACCES') {
    const problem = `this user may not listen on ${port}`
    return [mistake('PORT', problem, 'set one above 1023, or give the right to low ports')]
  }
  const problem = `${host} is no address of this machine (${code})`
  return [
    mistake('HOST', problem, 'set 127.0.0.1, 0.0.0.0 for all, or one that `ip address` shows'),
  ]
}

/** @returns why it cannot be done */
async function tryListening(host: string, port: number): Promise<string | undefined> {
  const server = createServer()
  try {
    await once(server.listen(port, host), 'listening')
    server.close()
    await once(server, 'close')
    return undefined
  } catch (error) {
    return isObject(error) && typeof error['code'] === 'string' ? error['code'] : String(error)
  }
}

/** Whether a portal answers at an address. */
export async function isPortal(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(3000) })
    const answer: unknown = await response.json()
    return response.ok && isObject(answer) && answer['status'] === 'UP'
  } catch {
    return false
  }
}
