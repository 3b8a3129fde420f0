import type { RequestHandler } from 'express'
import { type FormFields, formOf } from '../../http/form.ts'
import { OAuthError } from '../../http/oauth-error.ts'
import type { SecretGuard } from '../attempts/secret-guard.ts'
import type { UsedOnce } from '../used-once.ts'
import type { AssertionCheck } from './assertion.ts'
import { type AssertionClient, clientWith } from './clients.ts'
import type { DataTokens } from './tokens.ts'

/** RFC 7523, section 2.1: what an assertion is called where nothing else was agreed. */
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

interface AssertionLoginDeps {
  readonly clients: readonly AssertionClient[]
  readonly guard: SecretGuard
  readonly checkOf: (client: AssertionClient) => AssertionCheck
  readonly used: UsedOnce
  readonly tokens: Pick<DataTokens, 'issue'>
}

/**
 * `POST /authorize/token`: TradingView's servers trade an assertion they signed, together with a client's secret, for a token
 * of the data half. Each assertion is good for one token.
 * @throws OAuthError; BrokerError login_throttled
 */
export function assertionLogin({
  clients,
  guard,
  checkOf,
  used,
  tokens,
}: AssertionLoginDeps): RequestHandler {
  const checks = new Map(clients.map((client) => [client, checkOf(client)]))

  const proven = async ({
    grant_type,
    assertion,
    client_id = '',
    client_secret = '',
  }: FormFields): Promise<AssertionClient> => {
    const client = clientWith(clients, (each) => [each.clientId, each.clientSecret], client_id, client_secret)
    const check = client && checks.get(client)
    if (client === undefined || check === undefined) {
      throw new OAuthError('invalid_client', 'There is no client with this id and this secret.')
    }
    if (grant_type !== (client.grantType ?? JWT_BEARER)) {
      throw new OAuthError('unsupported_grant_type', 'This is not the grant type agreed for this client.')
    }
    if (assertion === undefined)
      throw new OAuthError('invalid_request', 'The form lacks the field "assertion".')
    const { fingerprint, refusedFrom } = await check(assertion)
    if (!(await used.use(fingerprint, refusedFrom))) {
      throw new OAuthError('invalid_grant', 'The assertion was used before. Sign a new one for every token.')
    }
    return client
  }

  return async (request, response) => {
    const client = await guard.client(request.ip, () => proven(formOf(request)))
    const { token, lifetime } = await tokens.issue(client.clientId)
    response.json({ access_token: token, token_type: 'bearer', expires_in: lifetime })
  }
}
