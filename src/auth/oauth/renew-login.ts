import { setTimeout as sleep } from 'node:timers/promises'
import { BrokerError } from '../../broker/errors.ts'
import type { LiveLogin, OAuthDeps } from './deps.ts'

/** TradingView's server waits for the answer. What the broker says later counts from the next request on. */
const PATIENCE_MS = 5_000

/**
 * The login with tokens of the broker that last another `lifeMs` milliseconds, as far as the broker's last that long.
 * @throws BrokerError session_expired when the user has logged out or the broker has ended the session
 */
export async function renewLogin(
  { broker, revoked, clock }: Pick<OAuthDeps, 'broker' | 'revoked' | 'clock'>,
  live: LiveLogin,
  lifeMs: number,
  patienceMs = PATIENCE_MS,
): Promise<LiveLogin> {
  if (await revoked.check(live.login.id)) throw new BrokerError('session_expired')
  const session = broker.resume(live.grant)
  try {
    await Promise.race([session.freshFor(lifeMs), sleep(patienceMs, undefined, { ref: false })])
  } catch (error) {
    // The broker cannot be reached: no reason to log the user out. It is asked again when a call needs it.
    const isOver = !(error instanceof BrokerError) || error.code === 'session_expired'
    if (isOver || session.grant.expiresAt <= clock()) throw error
  }
  return { ...live, grant: session.grant }
}
