import type { RequestHandler } from 'express'
import { formOf } from '../../http/form.ts'
import type { LoginGuard } from '../attempts/login-guard.ts'
import { clientWith, type PasswordClient } from './clients.ts'
import type { DataTokens } from './tokens.ts'

/**
 * `POST /authorize` of TradingView's servers, which share the address with traders: whoever has a client's login and password
 * gets a token of the data half, anybody else is passed on. A client's login is nobody else's: with a wrong password it is
 * refused here, so that no slip of a shared secret ends up at the broker. Only wrong passwords are slowed down: whoever guesses may come from
 * the same address as they, and must not keep them out.
 * @throws BrokerError wrong_credentials, login_throttled
 */
export function dataPasswordLogin(
  clients: readonly PasswordClient[],
  tokens: Pick<DataTokens, 'issue'>,
  guard: Pick<LoginGuard, 'wrongForServers'>,
): RequestHandler {
  return async (request, response, next) => {
    const { login: typed = '', password = '' } = formOf(request)
    const login = typed.trim()
    const client = clientWith(clients, (each) => [each.login, each.password], login, password)
    if (client === undefined && !clients.some((each) => each.login === login)) return next()
    if (client === undefined) return guard.wrongForServers(login, request.ip)
    const { token, expiration } = await tokens.issue(client.login)
    response.json({ s: 'ok', d: { access_token: token, expiration } })
  }
}
