import type { RequestHandler } from 'express'
import { BrokerError } from '../../broker/errors.ts'
import { formOf } from '../../http/form.ts'
import { clientWith, type PasswordClient } from './clients.ts'
import type { DataTokens } from './tokens.ts'

/**
 * `POST /authorize` of TradingView's servers, which share the address with traders: whoever has a client's login and password
 * gets a token of the data half, anybody else is passed on. A client's login is nobody else's: with a wrong password it is
 * refused here, so that no slip of a shared secret ends up at the broker.
 * @throws BrokerError wrong_credentials
 */
export function dataPasswordLogin(
  clients: readonly PasswordClient[],
  tokens: Pick<DataTokens, 'issue'>,
): RequestHandler {
  return async (request, response, next) => {
    const { login: typed = '', password = '' } = formOf(request)
    const login = typed.trim()
    const client = clientWith(clients, (each) => [each.login, each.password], login, password)
    if (client === undefined) {
      if (clients.some((each) => each.login === login)) throw new BrokerError('wrong_credentials')
      return next()
    }
    const { token, expiration } = await tokens.issue(client.login)
    response.json({ s: 'ok', d: { access_token: token, expiration } })
  }
}
