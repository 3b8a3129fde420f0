import { type Request, type RequestHandler, Router } from 'express'
import { requestContext } from './request-context.ts'
import { RequestError } from './request-error.ts'
import { requestFact } from './request-fact.ts'

interface Route {
  readonly path: string
  readonly methods: readonly string[]
}

/** The routes of a router and of the routers mounted in it without a path of their own. */
export function routesOf(router: Router): readonly Route[] {
  return router.stack.flatMap((layer) => {
    if (layer.route !== undefined) return [{ path: layer.route.path, methods: methodsOf(layer.route) }]
    return isRouter(layer.handle) ? routesOf(layer.handle) : []
  })
}

/**
 * Answers addresses that no router serves (404) and methods that an address does not serve (405) before a token is
 * asked for or a body is read. Notes the pattern of the route for logs and metrics.
 */
export function guardRoutes(routers: readonly Router[]): Router {
  const methodsFound = requestFact<Set<string>>('methods')
  const guard = Router()
  for (const { path, methods } of routers.flatMap(routesOf)) {
    guard.all(path, (request, _response, next) => {
      const found = methodsFound.of(request) ?? new Set<string>()
      methodsFound.note(request, found)
      const isServedFirstHere = methods.includes(request.method) && !found.has(request.method)
      if (found.size === 0 || isServedFirstHere) note(request, path)
      for (const method of methods) found.add(method)
      next()
    })
  }
  guard.use((request, _response, next) => {
    const allowed = methodsFound.of(request)
    if (allowed === undefined) throw new RequestError('unknown_route')
    if (!allowed.has(request.method)) {
      throw new RequestError('method_not_allowed', { allowed: [...allowed].join(', ') })
    }
    next()
  })
  return guard
}

/** Puts a middleware before the routes of a router, and before nothing else. */
export function onRoutesOf(router: Router, middleware: RequestHandler): Router {
  const gate = Router()
  const passed = requestFact<true>('passed')
  for (const path of new Set(routesOf(router).map((route) => route.path))) {
    gate.all(path, (request, response, next) => {
      if (passed.of(response)) return next()
      passed.note(response, true)
      return middleware(request, response, next)
    })
  }
  return gate
}

function note(request: Request, path: string): void {
  const context = requestContext()
  if (context === undefined) return
  context.route = path
  const { accountId } = request.params
  context.account = typeof accountId === 'string' ? accountId : undefined
}

function methodsOf(route: object): readonly string[] {
  // Express keeps the methods of a route as the keys of an object; its types leave them out.
  const methods = Object.keys(Reflect.get(route, 'methods') as object).map((method) => method.toUpperCase())
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods
}

function isRouter(handle: unknown): handle is Router {
  return typeof handle === 'function' && 'stack' in handle && Array.isArray(handle.stack)
}
