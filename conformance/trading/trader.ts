import type { Access } from '../deployment/access.ts'
import { type Deployment, jsonOf, okOf, type RequestOptions } from '../deployment/deployment.ts'
import { shaped } from '../shape.ts'
import { hold } from '../verdict.ts'
import { type Account, accountsShape } from './shapes.ts'

/** The origin of TradingView's pages, which browsers send along. */
export const PANEL_ORIGIN = 'https://www.tradingview.com'

/** A trader who is logged in, asking as TradingView's panel does. */
export interface Trader {
  readonly token: string
  readonly accounts: readonly Account[]
  /** The accounts whose answers are looked at. */
  readonly tested: readonly Account[]
  /** The `d` of an answer that must be ok, and what was asked. */
  ask(path: string, options?: RequestOptions): Promise<{ d: unknown; request: string }>
}

/** How many accounts are looked at. */
const TESTED = 2

export async function createTrader(deployment: Deployment, access: Access): Promise<Trader> {
  const token = await access.traderToken()
  async function ask(path: string, options: RequestOptions = {}) {
    const answer = await deployment.send(path, {
      ...options,
      token,
      query: { locale: 'en', ...options.query },
      headers: { Origin: PANEL_ORIGIN },
    })
    return { d: okOf(jsonOf(answer), answer.request).d, request: answer.request }
  }
  const { d, request } = await ask('/accounts')
  const { value: accounts } = shaped(accountsShape, d, request)
  hold(accounts.length > 0, `${request}: expected at least one account, received none.`)
  return { token, accounts, tested: accounts.slice(0, TESTED), ask }
}
