import type { FormFields } from '../../http/form.ts'
import { OAuthError } from '../../http/oauth-error.ts'
import type { OAuthClient } from './clients.ts'
import type { OAuthDeps } from './deps.ts'
import { issueTokens, type TokenAnswer } from './issue-tokens.ts'
import { TRADING_REFRESH } from './purposes.ts'
import { renewLogin } from './renew-login.ts'
import { required } from './required.ts'

/**
 * Trades a refresh token for new tokens. The token stays good, and so do the access tokens it gave before: TradingView
 * may ask twice, and goes on with the old ones until it has the answer.
 * @throws OAuthError invalid_request, invalid_grant; BrokerError session_expired
 */
export async function refreshTokens(
  deps: OAuthDeps,
  clients: readonly OAuthClient[],
  form: FormFields,
): Promise<TokenAnswer> {
  const { content: live } = await deps.sealer.open(TRADING_REFRESH, required(form, 'refresh_token'))
  if (!clients.some(({ clientId }) => clientId === live.clientId)) {
    throw new OAuthError('invalid_grant', 'The refresh token was made for another client.')
  }
  // Tokens of the broker as long as the access token: then none is replaced in the meantime, and what the client holds is
  // always the newest.
  return issueTokens(deps, await renewLogin(deps, live, deps.accessMs))
}
