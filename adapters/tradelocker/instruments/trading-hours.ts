import type { AccountContext } from '../account/account-context.ts'
import { createSnapshots } from '../snapshots.ts'
import { isOpen, parseTradingSession, type TradingSession } from './trading-sessions.ts'

/** When instruments trade; sessions are shared by all users of a server. */
export interface TradingHours {
  /** Undefined when the broker's answer is missing or not understood: then nothing is concluded from it. */
  isOpenNow(account: AccountContext, tradeSessionId: string): Promise<boolean | undefined>
  /** @throws what reading it threw */
  session(account: AccountContext, tradeSessionId: string): Promise<TradingSession>
}

const HOUR = 60 * 60_000
const SESSIONS = { freshMs: 6 * HOUR, staleMs: 7 * HOUR, lastResortMs: 24 * HOUR, max: 5_000 } as const

export function createTradingHours(clock: () => number): TradingHours {
  const sessions = createSnapshots<TradingSession>(SESSIONS)

  const read = async ({ client, accNum }: AccountContext, sessionId: string) =>
    parseTradingSession(await client.call('getTradeSession', { accNum, path: { sessionId } }))

  const session = async (account: AccountContext, sessionId: string) =>
    sessions.get(`${account.client.server}|${sessionId}`, () => read(account, sessionId))

  return {
    session,
    async isOpenNow(account, sessionId) {
      try {
        return isOpen(await session(account, sessionId), clock())
      } catch {
        return undefined
      }
    },
  }
}
