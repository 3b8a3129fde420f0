import { Router } from 'express'
import { readForm } from '../../http/form.ts'
import { authorize } from './authorize.ts'
import type { OAuthDeps } from './deps.ts'
import { logInByForm } from './log-in.ts'
import { logOutInBrowser } from './log-out.ts'
import { createLoginCookie } from './login-cookie.ts'
import { createLoginForms } from './login-form.ts'
import { tokenEndpoint } from './token-endpoint.ts'

/** OAuth2 for TradingView: the login page, its tokens, the logout. Must stand behind `guardRoutes`. */
export function createOAuthRouter(deps: OAuthDeps): Router {
  const forms = createLoginForms(deps.sealer, deps.clock)
  const cookie = createLoginCookie(deps)
  const router = Router()
  router.get('/oauth/authorize', authorize(deps, forms, cookie))
  router.post('/oauth/authorize', readForm(), logInByForm(deps, forms, cookie))
  router.post('/oauth/token', readForm(), tokenEndpoint(deps))
  router.get('/oauth/logout', logOutInBrowser(deps, cookie))
  for (const { path, serve } of deps.pages.assets) router.get(path, serve)
  return router
}
