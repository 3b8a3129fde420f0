import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Lie = (request: IncomingMessage, response: ServerResponse) => void

/** Stands in front of a TradeLocker server and means no good. */
export interface LyingUpstream {
  readonly origin: string
  /** What answers from now on, logins aside; undefined: the server behind it. */
  lie: Lie | undefined
  close(): Promise<void>
}

/**
 * @param target address of the server behind it
 * @param lure an address that every answer names wherever an address can stand, for whoever follows
 */
export async function startLyingUpstream(target: string, lure: string): Promise<LyingUpstream> {
  const lures = {
    location: lure,
    'content-location': lure,
    refresh: `0; url=${lure}`,
    link: `<${lure}>; rel=preload, <${lure}>; rel=next`,
    'alt-svc': `http/1.1="${lure.replace('http://', '')}"`,
  }
  const named = ['url', 'href', 'next', 'logo', 'logoUrl', 'location', 'host', 'redirect']
  const fields = named.map((name) => `"${name}":"${lure}"`).join()

  const pass = (incoming: IncomingMessage, response: ServerResponse): void => {
    const { method, url, headers } = incoming
    const onward = request(target + url, { method, headers }, async (answer) => {
      let text = ''
      for await (const chunk of answer.setEncoding('utf8')) text += chunk
      const { 'content-length': _, 'transfer-encoding': __, ...rest } = answer.headers
      response.writeHead(answer.statusCode ?? 502, { ...rest, ...lures })
      response.end(text.replace(/\{(?=")/g, `{${fields},`))
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  }

  const upstream = { lie: undefined as Lie | undefined }
  const server = createServer((incoming, response) => {
    const isLogin = incoming.url?.includes('/auth/jwt/token') === true
    const answer = isLogin ? pass : (upstream.lie ?? pass)
    answer(incoming, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(upstream, {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}
