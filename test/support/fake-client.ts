import type { SessionClient } from '../../adapters/tradelocker/transport/session-client.ts'
import { userKeyOf } from '../../adapters/tradelocker/transport/user-key.ts'

/** A login at TradeLocker that never ends and waits for nothing; a test says whose it is and what TradeLocker answers. */
export const fakeClient = (login: Pick<SessionClient, 'user' | 'server' | 'call'>): SessionClient => ({
  ...login,
  userKey: userKeyOf(login),
  wasAcceptedWithin: () => true,
  hasEnded: () => false,
  freshFor: async () => {},
  inHaste: (action) => action(),
  grant: notAskedFor,
  shortGrant: notAskedFor,
})

function notAskedFor(): never {
  throw new Error('not asked for')
}
