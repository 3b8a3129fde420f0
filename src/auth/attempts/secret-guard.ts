import { OAuthError } from '../../http/oauth-error.ts'
import { createCeiling } from './ceiling.ts'
import { refuseFor } from './login-guard.ts'
import { networkOf } from './network.ts'

/** Wrong secrets of one network. Somebody who sets a client up needs a few. */
const BY_NETWORK = {
  free: 20,
  atOnce: 20,
  firstWaitMs: 2_000,
  maxWaitMs: 60_000,
  forgetMs: 15 * 60_000,
  maxKeys: 10_000,
}

export interface SecretGuard {
  /**
   * Passes on what `check` gives: who has the right secret is never refused or slowed, whatever others have sent from the
   * same address, so nobody can lock TradingView's servers out.
   * @throws BrokerError login_throttled instead of the refusal once too many came from the address; whatever `check` throws
   */
  client<T>(address: string | undefined, check: () => T | Promise<T>): Promise<T>
}

/**
 * Tells programs that send one wrong secret or assertion after another to go away for a while, ever longer. It is what makes
 * the noise stop and be seen; against guessing there is the length of the secrets.
 * @param elapsed milliseconds of a clock that never jumps
 */
export function createSecretGuard(elapsed: () => number): SecretGuard {
  const failures = createCeiling(BY_NETWORK, elapsed)
  return {
    async client(address, check) {
      try {
        return await check()
      } catch (error) {
        if (!isAboutProof(error)) throw error
        const network = networkOf(address)
        refuseFor(failures.waitMs(network))
        failures.add(network)(true)
        throw error
      }
    },
  }
}

/** A secret or an assertion that is wrong; not a form that is malformed. */
function isAboutProof(error: unknown): boolean {
  return error instanceof OAuthError && (error.code === 'invalid_client' || error.code === 'invalid_grant')
}
