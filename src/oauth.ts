import type { ErrorRequestHandler, RequestHandler, Router } from 'express'
import type { SecretGuard } from './auth/attempts/secret-guard.ts'
import { commonHeaders } from './auth/login-page/page-headers.ts'
import { createLoginPages } from './auth/login-page/pages.ts'
import { renderPageErrors } from './auth/oauth/page-errors.ts'
import { createOAuthRouter } from './auth/oauth/router.ts'
import type { RevokedTokens } from './auth/revoked-tokens.ts'
import type { TokenSealer } from './auth/sealed-token.ts'
import type { TraderLogin } from './auth/trader-login.ts'
import type { Broker } from './broker/broker.ts'
import type { SharedStore } from './broker/shared-store.ts'
import type { Config } from './config.ts'
import type { Log } from './http/log.ts'

interface OAuthParts {
  readonly config: Config
  readonly broker: Broker
  readonly sealer: TokenSealer
  readonly shared?: SharedStore | undefined
  readonly log: Log
  /** Unix milliseconds. */
  readonly clock: () => number
}

/** OAuth as the configuration has it. */
export interface OAuth {
  readonly router: Router
  /** Headers of everything below `/oauth`, errors and unknown addresses included. */
  readonly headers: RequestHandler
  /** For the addresses that show pages. */
  readonly pageErrors: ErrorRequestHandler
}

/** Undefined where no client is registered: then nobody could come. */
export function createOAuth(
  { config, broker, sealer, shared, log, clock }: OAuthParts,
  revoked: RevokedTokens,
  logIn: TraderLogin,
  guard: SecretGuard,
): OAuth | undefined {
  const { auth, loginPage, tradeLocker } = config
  if (auth.oauthClients.length === 0) return undefined
  const { servers, accountType } = tradeLocker
  const pages = createLoginPages({ ...loginPage, servers, accountType })
  const router = createOAuthRouter({
    clients: auth.oauthClients,
    broker,
    logIn,
    guard,
    sealer,
    revoked,
    shared,
    pages,
    servers,
    accessMs: auth.oauthAccessMs,
    implicit: auth.oauthImplicit,
    clock,
  })
  return {
    router,
    headers(_request, response, next) {
      commonHeaders(response)
      next()
    },
    pageErrors: renderPageErrors(pages, log),
  }
}
