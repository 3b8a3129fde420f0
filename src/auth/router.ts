import { Router } from 'express'
import type { DataHalf } from './data-half/data-half.ts'
import type { LoginDeps } from './login.ts'
import { passwordLogin } from './login.ts'
import { logout } from './logout.ts'
import type { SessionStore } from './session-store.ts'

/** How traders come and go, and how TradingView's servers come. */
export function createAuthRouter(
  login: LoginDeps,
  store: SessionStore,
  dataHalf: Pick<DataHalf, 'passwordLogin' | 'assertionLogin'>,
): Router {
  const router = Router()
  router.post('/authorize', dataHalf.passwordLogin, passwordLogin(login))
  router.post('/authorize/token', dataHalf.assertionLogin)
  router.post('/logout', logout(store))
  return router
}
