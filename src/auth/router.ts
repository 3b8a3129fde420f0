import { Router } from 'express'
import type { DataAccess } from './data-half/data-access.ts'
import type { LoginDeps } from './login.ts'
import { passwordLogin } from './login.ts'
import { logout } from './logout.ts'
import type { SessionStore } from './session-store.ts'

/** How traders come and go, and how TradingView's servers come. */
export function createAuthRouter(
  login: LoginDeps,
  store: SessionStore,
  dataAccess: Pick<DataAccess, 'passwordLogin' | 'assertionLogin'>,
): Router {
  const router = Router()
  router.post('/authorize', dataAccess.passwordLogin, passwordLogin(login))
  router.post('/authorize/token', dataAccess.assertionLogin)
  router.post('/logout', logout(store))
  return router
}
