import type { Context } from '../context.ts'
import type { Answer } from '../deployment/deployment.ts'
import type { Test } from '../test.ts'
import { PANEL_ORIGIN } from '../trading/trader.ts'
import { hold, passed, type Verdict, warning } from '../verdict.ts'

/** Language sites are subdomains. */
const ORIGINS = [PANEL_ORIGIN, 'https://de.tradingview.com']

const FOREIGN_ORIGIN = 'https://pages.example.com'

function holdOrigin({ request, status, headers }: Answer, origin: string): void {
  const allowed = headers.get('access-control-allow-origin') ?? 'none'
  hold(
    allowed === origin,
    `${request} with status ${status}: Access-Control-Allow-Origin: expected ${origin}, the exact origin, received ${allowed}.`,
  )
}

async function exactOrigin({ deployment, trader }: Context): Promise<Verdict> {
  const { token } = await trader()
  const query = { locale: 'en' }
  for (const origin of ORIGINS) {
    const headers = { Origin: origin }
    holdOrigin(await deployment.send('/accounts', { token, query, headers }), origin)
    holdOrigin(await deployment.send('/accounts', { query, headers }), origin)
    holdOrigin(await deployment.send('/accounts/no-such-account-0/state', { token, query, headers }), origin)
  }
  const foreign = await deployment.send('/accounts', { token, query, headers: { Origin: FOREIGN_ORIGIN } })
  const allowed = foreign.headers.get('access-control-allow-origin')
  hold(
    allowed !== '*',
    `${foreign.request}: Access-Control-Allow-Origin: expected the exact origin, received *.`,
  )
  if (allowed === FOREIGN_ORIGIN)
    return warning(
      `The exact origin is answered, but to ${FOREIGN_ORIGIN} too, which is none of TradingView's.`,
    )
  return passed('The exact origin is answered with results, errors and 401.')
}

async function preflight({ deployment, trader }: Context): Promise<Verdict> {
  const { tested } = await trader()
  const id = encodeURIComponent(tested[0]?.id ?? '')
  let life = ''
  for (const [path, method] of [
    ['/accounts', 'GET'],
    [`/accounts/${id}/orders`, 'POST'],
    [`/accounts/${id}/orders/1`, 'PUT'],
    [`/accounts/${id}/orders/1`, 'DELETE'],
  ] as const) {
    const answer = await deployment.send(path, {
      method: 'OPTIONS',
      headers: {
        Origin: PANEL_ORIGIN,
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': 'authorization',
      },
    })
    const { status, headers, request } = answer
    hold(
      status >= 200 && status < 300,
      `${request} for ${method}: expected status 204 or 200, received ${status}.`,
    )
    holdOrigin(answer, PANEL_ORIGIN)
    const allowed = (name: string): string[] =>
      (headers.get(name) ?? '').split(',').map((one) => one.trim().toLowerCase())
    hold(
      method === 'GET' ||
        method === 'POST' ||
        allowed('access-control-allow-methods').includes(method.toLowerCase()),
      `${request}: Access-Control-Allow-Methods: expected ${method} among them, received ${headers.get('access-control-allow-methods') ?? 'none'}.`,
    )
    hold(
      allowed('access-control-allow-headers').includes('authorization'),
      `${request}: Access-Control-Allow-Headers: expected authorization among them, received ${headers.get('access-control-allow-headers') ?? 'none'}.`,
    )
    life = headers.get('access-control-max-age') ?? ''
  }
  if (life === '')
    return warning(
      'Preflights are answered, but without Access-Control-Max-Age: browsers repeat them every few seconds.',
    )
  return passed(`Preflights are answered and kept for ${life} s.`)
}

export const corsTests: readonly Test[] = [
  {
    name: 'tradingCorsOrigin',
    area: 'trading',
    rule: 'Access-Control-Allow-Origin is the exact origin with status 200, with errors and with 401, never *.',
    lane: 'trading',
    run: exactOrigin,
  },
  {
    name: 'tradingCorsPreflight',
    area: 'trading',
    rule: 'OPTIONS allows GET, POST, PUT, DELETE with an Authorization header; Access-Control-Max-Age is set (a warning).',
    lane: 'trading',
    run: preflight,
  },
]
