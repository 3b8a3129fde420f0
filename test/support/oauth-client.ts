import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { parse } from 'node:querystring'
import { text } from 'node:stream/consumers'
import { oauthContract } from '../../src/auth/oauth/contract.ts'

/** TradingView as an OAuth client, registered with the gateway under test. */
export const CLIENT = {
  client_id: 'tradingview-production',
  client_secret: 'a secret of % + and ü',
  redirect_uris: [
    'https://www.tradingview.com/trading/oauth-redirect/broker/',
    'https://www.tradingview.com/trading/logout-redirect/',
    'https://www.tradingview.com/with?query=1',
  ],
  environment: 'production',
} as const

export const OTHER_CLIENT = {
  client_id: 'tradingview-staging',
  client_secret: 'another secret, of staging',
  redirect_uris: ['https://staging.tradingview.com/trading/oauth-redirect/broker/'],
  environment: 'staging',
} as const

export const REDIRECT_URI = CLIENT.redirect_uris[0]
export const LOGOUT_URI = CLIENT.redirect_uris[1]

export const LOCAL_CLIENT = {
  client_id: 'tradingview-localhost',
  client_secret: 'a third secret, of localhost',
  redirect_uris: ['http://localhost:6285/trading/oauth-redirect/broker/'],
  environment: 'localhost',
} as const

/** The part of the environment that turns OAuth on. */
export const OAUTH_ENV = {
  PUBLIC_URL: 'https://trading.example.com',
  OAUTH_CLIENTS: JSON.stringify([CLIENT, OTHER_CLIENT, LOCAL_CLIENT]),
} as const

/** As TradingView's: base64 of JSON, with characters that mean something in URLs. */
export const STATE = `${Buffer.from(JSON.stringify({ id: '~~~???>>>', broker: 'x'.repeat(700) })).toString('base64')}`

interface Page {
  readonly status: number
  readonly headers: Headers
  readonly html: string
  /** Where it redirects to; undefined for a page. */
  readonly location: string | undefined
}

export interface TokenAnswer {
  readonly access_token: string
  readonly token_type: string
  readonly expires_in: number
  readonly refresh_token: string
  readonly refresh_token_expires_in: number
}

/** A browser without scripts, that keeps cookies, and TradingView's server behind it. */
export interface OAuthBrowser {
  readonly cookies: Map<string, string>
  /** @param query as text where its spelling matters */
  open(query: Readonly<Record<string, string>> | string): Promise<Page>
  /** Sends the form of the page that was opened last. */
  submit(fields: Readonly<Record<string, string>>): Promise<Page>
  /** @param fetchHeaders what the browser says of how it came to ask; by default the user is led there */
  get(path: string, fetchHeaders?: Readonly<Record<string, string>>): Promise<Page>
  /** Sends a form to the token address. */
  token(form: Readonly<Record<string, string>>, headers?: Record<string, string>): Promise<Response>
  /** A code of a new login. */
  code(fields: Readonly<Record<string, string>>, query?: Readonly<Record<string, string>>): Promise<string>
  /** Tokens of a new login. */
  tokens(fields: Readonly<Record<string, string>>): Promise<TokenAnswer>
}

/** What TradingView opens the login page with. */
export function askFor(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    response_type: 'code',
    client_id: CLIENT.client_id,
    redirect_uri: REDIRECT_URI,
    scope: 'tradingview demo',
    state: STATE,
    ...changes,
  }
}

export function exchangeForm(code: string, changes: Readonly<Record<string, string>> = {}) {
  const { client_id, client_secret } = CLIENT
  return {
    grant_type: 'authorization_code',
    code,
    client_id,
    client_secret,
    redirect_uri: REDIRECT_URI,
    ...changes,
  }
}

/** As TradingView sends it: without a client_id. */
export function refreshForm(refreshToken: string, changes: Readonly<Record<string, string>> = {}) {
  return {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_secret: CLIENT.client_secret,
    ...changes,
  }
}

export function createOAuthBrowser(origin: string): OAuthBrowser {
  const cookies = new Map<string, string>()
  let action = ''
  let hidden = ''

  const send = async (path: string, sent?: URLSearchParams, fetchHeaders = NAVIGATION): Promise<Page> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { status, headers, html } = await navigate(`${origin}${path}`, sent, {
      ...fetchHeaders,
      ...(cookie !== '' && { Cookie: cookie }),
    })
    for (const set of headers.getSetCookie()) keep(cookies, set)
    const form = /<form method="post" action="([^"]*)"/.exec(html)?.[1]
    if (form !== undefined) {
      action = `/oauth/authorize${unescapeHtml(form)}`
      hidden = /name="form" value="([^"]*)"/.exec(html)?.[1] ?? ''
    }
    return { status, headers, html, location: headers.get('location') ?? undefined }
  }

  const browser: OAuthBrowser = {
    cookies,
    open: (query) =>
      send(`/oauth/authorize?${typeof query === 'string' ? query : new URLSearchParams(query)}`),
    submit: (fields) => send(action, new URLSearchParams({ form: hidden, ...fields })),
    get: (path, fetchHeaders) => send(path, undefined, fetchHeaders),
    token: (form, headers = {}) =>
      fetch(`${origin}/oauth/token`, { method: 'POST', body: new URLSearchParams(form), headers }),
    async code(fields, query = askFor()) {
      await browser.open(query)
      const { location, html } = await browser.submit(fields)
      const { code } = parse(location?.split('?')[1] ?? '')
      if (typeof code !== 'string') throw new Error(`There is no code: ${location} ${html}`)
      return code
    },
    async tokens(fields) {
      return tokenAnswer(await browser.token(exchangeForm(await browser.code(fields))))
    },
  }
  return browser
}

/** What browsers say of a page that a tab is led to from another site. */
export const NAVIGATION: Readonly<Record<string, string>> = {
  'Sec-Fetch-Site': 'cross-site',
  'Sec-Fetch-Mode': 'navigate',
  'Sec-Fetch-Dest': 'document',
}

/** Not by `fetch`, which cannot be led anywhere and says so in headers of its own. Follows no redirects. */
async function navigate(
  url: string,
  form: URLSearchParams | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Pick<Page, 'status' | 'headers' | 'html'>> {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const asked = request(url, {
    method: form === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(form && type) },
  })
  asked.end(form?.toString())
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  const pairs = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  )
  return { status: answer.statusCode ?? 0, headers: new Headers(pairs), html: await text(answer) }
}

/** The body of a token answer that must be one, checked against the contract. */
export async function tokenAnswer(response: Response): Promise<TokenAnswer> {
  const body: unknown = await response.json()
  if (response.status !== 200) throw new Error(`No tokens: ${response.status} ${JSON.stringify(body)}`)
  return oauthContract['POST /oauth/token']?.parse(body) as TokenAnswer
}

/** The error of a token answer, with its status. */
export async function tokenError(response: Response): Promise<readonly [number, string]> {
  const body = (await response.json()) as { error: string }
  return [response.status, body.error]
}

function keep(cookies: Map<string, string>, set: string): void {
  const [pair = ''] = set.split(';')
  const [name = '', value = ''] = pair.split('=')
  if (/expires=Thu, 01 Jan 1970/i.test(set)) cookies.delete(name)
  else cookies.set(name, value)
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
