import type { Call, UserCall } from '../calls.ts'
import { textOf } from '../parameters.ts'
import { HttpProblem } from '../problems.ts'
import { json } from '../replies.ts'
import type { Simulation } from '../simulation.ts'

/** Login, refresh and the list of accounts: flat bodies, without the envelope of the other routes. */
export function authHandlers({ users, tokens, tally, loginThrottle }: Simulation) {
  return {
    getJWTTokens({ body }: Call) {
      const [email, password, server] = ['email', 'password', 'server'].map((name) => textOf(body, name))
      if (!email || !password || !server)
        throw new HttpProblem(400, 'email, password and server are required.')
      const wait = loginThrottle(email)
      if (wait > 0)
        throw new HttpProblem(429, 'Too many logins.', { 'retry-after': String(Math.ceil(wait / 1000)) })
      const user = users.find(email)
      if (!user || user.server !== server || user.password !== password)
        throw new HttpProblem(401, 'The credentials are not valid.')
      if (user.isLocked) throw new HttpProblem(401, 'The user is locked.')
      tally.login()
      return json(201, tokens.issue(user))
    },

    getJWTRefreshTokens({ body }: Call) {
      const refreshToken = textOf(body, 'refreshToken')
      if (!refreshToken) throw new HttpProblem(400, 'refreshToken is required.')
      const pair = tokens.refresh(refreshToken)
      if (!pair) throw new HttpProblem(401, 'The refresh token is invalid, expired or used.')
      tally.refresh()
      return json(201, pair)
    },

    getAllAccounts({ user }: UserCall) {
      const balanceKey = user.quirks.misspeltBalance ? 'aaccountBalance' : 'accountBalance'
      return json(200, {
        accounts: user.accounts.map((account) => ({
          id: account.id,
          name: account.name,
          currency: account.currency,
          accNum: String(account.accNum),
          [balanceKey]: account.balance.toFixed(2),
          status: account.status,
        })),
      })
    },
  }
}
