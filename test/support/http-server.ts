import { once } from 'node:events'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLimitedServer } from '../../src/http/limits.ts'

export interface HttpServer {
  readonly server: Server
  /** Without a slash at its end. */
  readonly origin: string
  close(): Promise<void>
}

/** Serves an application on a free loopback port, with the limits of production. */
export async function serve(app: RequestListener): Promise<HttpServer> {
  const server = createLimitedServer(app)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    server,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
