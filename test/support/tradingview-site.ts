import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HttpServer, serve } from './http-server.ts'
import { CLIENT, exchangeForm, type TokenAnswer, tokenAnswer } from './oauth-client.ts'

/** TradingView on a developer's machine: the one plain origin that a staging gateway lets read its answers. */
export const SITE = 'http://localhost:6285'
export const SITE_REDIRECT = `${SITE}/oauth-redirect/broker/`
export const SITE_LOGOUT = `${SITE}/logout-redirect/`

/** A site on another origin that plays TradingView: its page opens the login in a tab, its server exchanges the code. */
export interface TradingViewSite {
  /** Where it really is: the browser has to find `SITE` there. */
  readonly address: string
  /** What its server got for the last code. */
  readonly tokens: TokenAnswer | undefined
  /** The paths it was asked for, in turn. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** @param gateway its origin, known once it runs */
export async function startTradingViewSite(gateway: () => string): Promise<TradingViewSite> {
  let tokens: TokenAnswer | undefined
  const asked: string[] = []
  const exchange = async (code: string): Promise<void> => {
    const form = exchangeForm(code, { redirect_uri: SITE_REDIRECT })
    const answer = await fetch(`${gateway()}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams(form),
    })
    tokens = await tokenAnswer(answer)
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site')
    asked.push(pathname)
    const code = searchParams.get('code')
    if (pathname === '/oauth-redirect/broker/' && code !== null) await exchange(code)
    response.setHeader('Content-Type', 'text/html')
    response.end(pages[pathname] ?? '<!doctype html><title>Nothing</title>')
  }
  const server: HttpServer = await serve((request, response) => void answer(request, response))

  return {
    address: server.origin.slice('http://'.length),
    get tokens() {
      return tokens
    },
    asked,
    close: server.close,
  }
}

/** The panel notes what the tab or the frame tells it. */
const PANEL = `<!doctype html><title>Panel</title><script>
  window.messages = []
  addEventListener('message', ({ data }) => messages.push(data))
</script>`

/** Where the login ends: it tells the page that opened the tab, or that holds the frame, where it was sent. */
const RETURN = `<!doctype html><title>Back</title><script>
  const panel = opener ?? (parent === window ? undefined : parent)
  panel?.postMessage(location.href, '*')
</script>`

const pages: Readonly<Record<string, string>> = {
  '/panel': PANEL,
  '/oauth-redirect/broker/': RETURN,
  '/logout-redirect/': '<!doctype html><title>Logged out</title>',
}

/** The client's registration with the site's own addresses. */
export const SITE_CLIENTS = JSON.stringify([{ ...CLIENT, redirect_uris: [SITE_REDIRECT, SITE_LOGOUT] }])
