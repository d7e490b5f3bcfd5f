import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { listenOnServer } from './listen.ts'

test('a server that takes connections and says nothing keeps nobody from closing', async () => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const url = `postgres://clerk@127.0.0.1:${port}/pms`
  const heard: string[] = []
  const listening = listenOnServer({ url, channel: 'news', connectMs: 50 }, (payload) =>
    heard.push(payload),
  )
  await expect.poll(() => sockets.length).toBe(1)
  await listening.close()
  expect(heard).toEqual([])
  for (const socket of sockets) socket.destroy()
  silent.close()
})
