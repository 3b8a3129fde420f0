import { BrokerError } from '../../broker/errors.ts'
import type { LiveLogin, OAuthDeps } from './deps.ts'

/**
 * The login with tokens of the broker that last as long as an access token that is sealed now: then none of them is
 * replaced in the meantime, and what the client holds is always the newest.
 * @throws BrokerError session_expired when the user has logged out or the broker has ended the session
 */
export async function renewLogin(
  { broker, revoked, accessMs, clock }: Pick<OAuthDeps, 'broker' | 'revoked' | 'accessMs' | 'clock'>,
  live: LiveLogin,
): Promise<LiveLogin> {
  if (await revoked.check(live.login.id)) throw new BrokerError('session_expired')
  const session = broker.resume(live.grant)
  try {
    await session.freshFor(accessMs)
  } catch (error) {
    // The broker cannot be reached: no reason to log the user out. It is asked again when a call needs it.
    const isOver = !(error instanceof BrokerError) || error.code === 'session_expired'
    if (isOver || session.grant.expiresAt <= clock()) throw error
  }
  return { ...live, grant: session.grant }
}
