import type { Response } from 'express'
import type { AuthorizationRequest } from './authorization-request.ts'
import type { LiveLogin, OAuthDeps } from './deps.ts'
import { issueAccessToken } from './issue-tokens.ts'
import { CODE } from './purposes.ts'
import { returnUrl } from './return-address.ts'

/** TradingView's server trades the code at once. */
const CODE_MS = 60_000

/** How much longer a code is known again, so that one that was used ends what it gave. */
const CODE_KNOWN_MS = 10 * 60_000

/** Sends the user back with what TradingView asked for: a code, or a token. */
export async function completeLogin(
  deps: OAuthDeps,
  response: Response,
  { flow, returnTo, challenge }: AuthorizationRequest,
  live: LiveLogin,
): Promise<void> {
  const answer =
    flow === 'code'
      ? await codeAnswer(deps, live, returnTo.redirectUri, challenge)
      : await tokenAnswer(deps, live)
  sendBack(response, returnUrl(returnTo, answer))
}

async function codeAnswer(
  { sealer, clock }: OAuthDeps,
  live: LiveLogin,
  redirectUri: string,
  challenge: string | undefined,
): Promise<Record<string, string>> {
  const goodUntil = clock() + CODE_MS
  const content = { ...live, redirectUri, goodUntil, ...(challenge !== undefined && { challenge }) }
  return { code: await sealer.seal(CODE, content, goodUntil + CODE_KNOWN_MS) }
}

async function tokenAnswer(deps: OAuthDeps, live: LiveLogin): Promise<Record<string, string>> {
  const { token, seconds } = await issueAccessToken(deps, live)
  return { access_token: token, token_type: 'bearer', expires_in: String(seconds) }
}

/** Not by `response.redirect`: it would encode what must stay as it is. */
export function sendBack(response: Response, url: string): void {
  response.status(302).set('Location', url).end()
}
