import { Router } from 'express'
import type { LoginDeps } from './login.ts'
import { passwordLogin } from './login.ts'
import { logout } from './logout.ts'
import type { SessionStore } from './session-store.ts'

/** How traders come and go. */
export function createAuthRouter(login: LoginDeps, store: SessionStore): Router {
  const router = Router()
  router.post('/authorize', passwordLogin(login))
  router.post('/logout', logout(store))
  return router
}
