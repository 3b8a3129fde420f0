import { Router } from 'express'
import { describe, expect, it } from 'vitest'
import { bareApp } from '../../src/http/bare-app.ts'
import { renderErrors } from '../../src/http/errors.ts'
import { requestContext, withRequestContext } from '../../src/http/request-context.ts'
import { guardRoutes, onRoutesOf, routesOf } from '../../src/http/route-guard.ts'
import { serve } from '../support/http-server.ts'
import { readableLog } from '../support/log-lines.ts'

function twoRouters(): Router {
  const inner = Router().delete('/orders/:orderId', (_request, response) => void response.json('deleted'))
  const outer = Router()
  outer.post('/orders/preview', (_request, response) => void response.json('previewed'))
  outer.use(inner)
  return outer
}

describe('the routes of a router', () => {
  it('include those of routers inside it, and HEAD wherever GET is', () => {
    const router = twoRouters()
    router.get('/orders', (_request, response) => void response.json([]))
    expect(routesOf(router)).toEqual([
      { path: '/orders/preview', methods: ['POST'] },
      { path: '/orders/:orderId', methods: ['DELETE'] },
      { path: '/orders', methods: ['GET', 'HEAD'] },
    ])
  })
})

describe('an address that two patterns match', () => {
  it('serves the methods of both, and is named after the one that serves', async () => {
    const routers = twoRouters()
    const routes: (string | undefined)[] = []
    let gatePassages = 0
    const app = bareApp(false)
    app.use(withRequestContext, guardRoutes([routers]))
    app.use(
      onRoutesOf(routers, (_request, _response, next) => {
        routes.push(requestContext()?.route)
        gatePassages += 1
        next()
      }),
      routers,
    )
    app.use(renderErrors(readableLog().log))
    const server = await serve(app)
    const send = (method: string) => fetch(`${server.origin}/orders/preview`, { method })
    expect(await (await send('POST')).json()).toBe('previewed')
    expect(await (await send('DELETE')).json()).toBe('deleted')
    expect((await send('PUT')).headers.get('allow')).toBe('POST, DELETE')
    await server.close()
    expect(routes).toEqual(['/orders/preview', '/orders/:orderId'])
    expect(gatePassages).toBe(2)
  })
})
