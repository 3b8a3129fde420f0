import { hash } from 'node:crypto'
import type { FormFields } from '../../http/form.ts'
import { OAuthError } from '../../http/oauth-error.ts'
import type { UsedOnce } from '../used-once.ts'
import type { OAuthClient } from './clients.ts'
import type { OAuthDeps } from './deps.ts'
import { issueTokens, type TokenAnswer } from './issue-tokens.ts'
import { CODE } from './purposes.ts'
import { renewLogin } from './renew-login.ts'
import { required } from './required.ts'

const MINUTE = 60_000

/** RFC 7636. */
const VERIFIER = /^[\w.~-]{43,128}$/

/**
 * Trades a code for tokens, once: a code that comes again ends the login it was made for, with all its tokens, because
 * somebody must have copied it.
 * @throws OAuthError invalid_request, invalid_grant; BrokerError session_expired for what is no code, or an old one, and
 * after a logout
 */
export async function exchangeCode(
  deps: OAuthDeps,
  usedCodes: UsedOnce,
  clients: readonly OAuthClient[],
  form: FormFields,
): Promise<TokenAnswer> {
  const redirectUri = required(form, 'redirect_uri')
  const { content, id, expiresAt } = await deps.sealer.open(CODE, required(form, 'code'))
  const { redirectUri: sentTo, goodUntil, challenge, ...live } = content
  if (!clients.some(({ clientId }) => clientId === live.clientId) || redirectUri !== sentTo) {
    throw new OAuthError('invalid_grant', 'The code was made for another client or another redirect_uri.')
  }
  checkVerifier(challenge, form.code_verifier)
  if (!(await usedCodes.use(id, expiresAt))) {
    await deps.revoked.add(live.login.id, live.login.endsAt - deps.clock())
    throw new OAuthError('invalid_grant', 'The code was used before. The login it was made for has ended.')
  }
  if (goodUntil <= deps.clock()) throw new OAuthError('invalid_grant', 'The code is too old.')
  // On the replica of the login the broker's pair is there, on another the code's short grant has to get one.
  return issueTokens(deps, await renewLogin(deps, live, MINUTE))
}

/** @throws OAuthError invalid_grant */
function checkVerifier(challenge: string | undefined, verifier: string | undefined): void {
  if (challenge === undefined) {
    // Whoever took the challenge out of the request would have its protection switched off.
    if (verifier === undefined) return
    throw new OAuthError('invalid_grant', 'There is a code_verifier, but the code was asked for without one.')
  }
  const isRight = VERIFIER.test(verifier ?? '') && hash('sha256', verifier ?? '', 'base64url') === challenge
  if (!isRight) throw new OAuthError('invalid_grant', 'The code_verifier does not match the code_challenge.')
}
