import type { Broker, BrokerSession, Credentials } from '../broker/broker.ts'
import type { LoginGuard } from './attempts/login-guard.ts'

/**
 * Logs a trader in. Every login of a trader comes through here, whether a form or TradingView's panel brought the password.
 *
 * @param address where the request came from, as far as the proxies in front are believed
 * @throws BrokerError wrong_credentials, account_not_active, unknown_server, login_throttled, upstream_*
 */
export type TraderLogin = (credentials: Credentials, address: string | undefined) => Promise<BrokerSession>

/** @param guard slows down who guesses, before the broker is asked */
export function createTraderLogin(
  broker: Pick<Broker, 'logIn'>,
  guard: Pick<LoginGuard, 'trader'>,
): TraderLogin {
  return (credentials, address) => {
    const login = `${credentials.server}\\${oneSpelling(credentials.email)}`
    return guard.trader(login, address, () => broker.logIn(credentials))
  }
}

/**
 * What the broker may take for the same address: case, width, spaces and characters nobody sees must not buy further guesses.
 */
function oneSpelling(email: string): string {
  return email
    .normalize('NFKC')
    .replace(/[\s\p{C}]/gu, '')
    .toLowerCase()
}
