import type { RequestHandler } from 'express'
import type { SharedStore } from '../../broker/shared-store.ts'
import type { Log } from '../../http/log.ts'
import type { LoginGuard } from '../attempts/login-guard.ts'
import type { SecretGuard } from '../attempts/secret-guard.ts'
import type { TokenSealer } from '../sealed-token.ts'
import { bearerToken } from '../session.ts'
import { createUsedOnce } from '../used-once.ts'
import { assertionCheck, certificatesEndingBefore } from './assertion.ts'
import { assertionLogin } from './assertion-login.ts'
import { assertionClients, type DataClient, nameOf, passwordClients } from './clients.ts'
import { dataPasswordLogin } from './password-login.ts'
import { requireDataAccess } from './require-access.ts'
import { createDataTokens } from './tokens.ts'

/** Who may read the data half: TradingView's servers, once they have logged in by one of two ways; everybody without clients. */
export interface DataAccess {
  /** For `POST /authorize`, in front of the login of traders. */
  readonly passwordLogin: RequestHandler
  /** `POST /authorize/token` */
  readonly assertionLogin: RequestHandler
  /** Stands in front of every route of the data half. */
  readonly requireAccess: RequestHandler
  /** The same for one `Authorization` header; undefined where everybody may read. Rejects as `requireDataAccess`. */
  readonly check: ((authorization: string | undefined) => Promise<unknown>) | undefined
}

export interface DataAccessDeps {
  readonly clients: readonly DataClient[]
  /** Where assertions are sent to when a client says nothing else. */
  readonly tokenUrl: string
  readonly sealer: TokenSealer
  readonly shared?: Pick<SharedStore, 'claim'> | undefined
  readonly guard: Pick<LoginGuard, 'wrongForServers'>
  readonly secretGuard: SecretGuard
  readonly log: Pick<Log, 'warn'>
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** A new certificate has to be given to TradingView, and that takes days. */
const WARN_AHEAD_MS = 30 * 24 * 60 * 60 * 1000

export function createDataAccess(deps: DataAccessDeps): DataAccess {
  const { clients, tokenUrl, sealer, shared, guard, secretGuard, log, clock } = deps
  for (const name of certificatesEndingBefore(clock() + WARN_AHEAD_MS, assertionClients(clients))) {
    log.warn(
      `The certificate of ${name} in DATA_CLIENTS has ended or ends within 30 days: then it is refused.`,
    )
  }
  const tokens = createDataTokens({ sealer, clients: new Set(clients.map(nameOf)), clock })
  return {
    passwordLogin: dataPasswordLogin(passwordClients(clients), tokens, guard),
    assertionLogin: assertionLogin({
      clients: assertionClients(clients),
      guard: secretGuard,
      checkOf: (client) => assertionCheck(client, client.tokenUrl ?? tokenUrl, clock),
      used: createUsedOnce('assertion', clock, shared),
      tokens,
    }),
    requireAccess: requireDataAccess(clients.length > 0 ? tokens : undefined),
    check: clients.length > 0 ? async (authorization) => tokens.open(bearerToken(authorization)) : undefined,
  }
}
