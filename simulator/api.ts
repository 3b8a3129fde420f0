import type { Account } from './accounts.ts'
import type { AccountCall, Call, UserCall } from './calls.ts'
import type { Match, OperationName, OperationsWith } from './operations.ts'
import { parseBody } from './parameters.ts'
import { HttpProblem, Refusal } from './problems.ts'
import { businessError, problem, type Reply } from './replies.ts'
import { accountHandlers } from './routes/accounts.ts'
import { authHandlers } from './routes/auth.ts'
import { instrumentHandlers } from './routes/instruments.ts'
import { marketDataHandlers } from './routes/market-data.ts'
import { orderHandlers } from './routes/orders.ts'
import { positionHandlers } from './routes/positions.ts'
import type { Simulation } from './simulation.ts'
import type { RateLimitType } from './trade-config.ts'
import type { User } from './users.ts'

type HandlersOf<Name extends OperationName, C> = { readonly [Operation in Name]: (call: C) => Reply }
type Handlers = HandlersOf<OperationsWith<'public'>, Call> &
  HandlersOf<OperationsWith<'user'>, UserCall> &
  HandlersOf<OperationsWith<'account'>, AccountCall>

/** A request to an operation as it came over the wire. */
export interface WireRequest {
  readonly match: Match
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bodyText: string
}

/** Answers requests: who asks, for which account, within which limits; then the handler of the operation. */
export function createApi(simulation: Simulation): (request: WireRequest) => Reply {
  const handlers: Handlers = {
    ...authHandlers(simulation),
    ...accountHandlers(simulation),
    ...instrumentHandlers(simulation),
    ...marketDataHandlers(simulation),
    ...orderHandlers(simulation),
    ...positionHandlers(simulation),
  }

  const answer = (request: WireRequest): Reply => {
    const { name, operation, parameters } = request.match
    // The table of operations guarantees that a handler gets the kind of call it takes.
    const handle = handlers[name] as (call: Call) => Reply
    const call = { parameters, query: request.query, body: parseBody(request.bodyText) }
    if (operation.access === 'public') return handle(call)

    const user = authenticate(simulation, request)
    if (operation.access === 'user') return handle({ ...call, user } as UserCall)

    const account = chooseAccount(user, request)
    if (operation.rateLimit) enforceRateLimit(simulation, user, name, operation.rateLimit)
    const { accountId } = parameters
    if (accountId !== undefined && accountId !== account.id) throw new Refusal('Account not found!')
    simulation.match(account)
    return handle({ ...call, user, account } as AccountCall)
  }

  return (request) => {
    try {
      return answer(request)
    } catch (error) {
      if (error instanceof Refusal) return businessError(error.message)
      if (error instanceof HttpProblem) return problem(error)
      throw error
    }
  }
}

function authenticate({ tokens }: Simulation, { headers }: WireRequest): User {
  const [scheme, token] = String(headers.authorization ?? '').split(' ')
  const user = scheme?.toLowerCase() === 'bearer' && token ? tokens.userOf(token) : undefined
  if (!user) throw new HttpProblem(401, 'The access token is missing, invalid or expired.')
  return user
}

function chooseAccount(user: User, { headers }: WireRequest): Account {
  const accNum = String(headers.accnum ?? '')
  if (!/^\d{1,9}$/.test(accNum)) throw new HttpProblem(400, 'The accNum header must be a whole number.')
  const account = user.accounts.find((one) => one.accNum === Number(accNum))
  if (!account) throw new HttpProblem(404, `The login has no account with accNum ${accNum}.`)
  return account
}

function enforceRateLimit(
  { rateLimiter, rateLimitScope, tally }: Simulation,
  user: User,
  operation: OperationName,
  type: RateLimitType,
): void {
  const wait = rateLimiter.take(rateLimitScope === 'all' ? '' : user.email, type)
  if (wait === 0) return
  tally.rateLimitViolation(operation)
  throw new HttpProblem(429, `Too many requests: ${type}.`, { 'retry-after': String(Math.ceil(wait / 1000)) })
}
