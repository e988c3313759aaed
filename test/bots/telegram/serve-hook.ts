/** The part of main that mounts a channel's `http`: a server on this machine that hands requests to it. */
import { serve } from '@hono/node-server'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export async function serveHook() {
  let answer: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 })
  const server = await new Promise<Server>(resolve => {
    const made = serve({ fetch: request => answer(request), port: 0, hostname: '127.0.0.1' }, () => resolve(made as Server))
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    answerWith: (http: (request: Request) => Promise<Response>) => void (answer = http),
    dropConnections: () => server.closeAllConnections(),
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
