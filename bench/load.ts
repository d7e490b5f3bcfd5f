import { Agent, request } from 'node:http'

const connections = 16

interface Target {
  port: number
  /** Asked in turns. */
  paths: readonly string[]
  token: string
  /** Sent as JSON; absent: the path is read. */
  body?: string
}

function send(
  agent: Agent,
  { port, path, token, body }: Omit<Target, 'paths'> & { path: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const method = body === undefined ? 'GET' : 'POST'
    const options = { agent, port, path, method, headers, host: '127.0.0.1' }
    const call = request(options, (response) => {
      response.resume()
      response.on('end', () => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`${path} answered ${response.statusCode}`))
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}

/** Sends so many requests over 16 connections, or fewer where there are fewer requests. */
export async function load({ paths, ...target }: Target, requests: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  let left = requests
  const worker = async () => {
    while (left > 0) {
      left -= 1
      await send(agent, { ...target, path: paths[left % paths.length] ?? '/' })
    }
  }
  await Promise.all(Array.from({ length: Math.min(connections, requests) }, worker))
  agent.destroy()
}
