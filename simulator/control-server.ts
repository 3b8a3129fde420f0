import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { SimulatorControl } from './control.ts'
import type { FaultRule } from './faults.ts'
import { isOperationName, type OperationName } from './operations.ts'
import { type Body, numberOf, parseBody, textOf } from './parameters.ts'
import { json, type Reply } from './replies.ts'
import { readBody, send, splitUrl } from './server.ts'

type Action = (body: Body, query: URLSearchParams) => unknown

const faultKinds = new Set<unknown>([
  'latency',
  'status',
  'tooManyRequests',
  'edgeBlock',
  'drop',
  'silence',
  'malformedJson',
  'html',
  'businessError',
  'reorderedColumns',
  'movedTags',
  'noTags',
])

/** The control over HTTP; `control.ts` lists the routes. */
export function createControlServer(control: SimulatorControl): Server {
  const actions = controlActions(control)
  return createServer((incoming, response) => {
    answer(actions, incoming).then(
      (reply) => send(response, reply),
      (error: unknown) =>
        send(response, json(400, { message: error instanceof Error ? error.message : String(error) })),
    )
  })
}

async function answer(actions: Readonly<Record<string, Action>>, incoming: IncomingMessage): Promise<Reply> {
  const body = parseBody(await readBody(incoming))
  const { path, query } = splitUrl(incoming.url ?? '/')
  const name = `${incoming.method} ${path}`
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (!action) return json(404, { message: `There is no control operation ${name}.` })
  return json(200, action(body, query) ?? {})
}

function controlActions(control: SimulatorControl): Readonly<Record<string, Action>> {
  return {
    'POST /faults': (body) => control.addFault(faultRule(body)),
    'DELETE /faults': (_, query) => control.clearFaults(operation(query.get('operation') ?? undefined)),
    'GET /prices': (_, query) => control.quote(required(fromQuery(query), 'instrument')),
    'POST /prices': (body) => control.setPrice(required(instrument(body), 'instrument'), number(body, 'bid')),
    'DELETE /prices': (_, query) => control.releasePrice(fromQuery(query)),
    'GET /time': () => ({ now: control.now() }),
    'POST /time': (body) => ({ now: control.advanceTime(number(body, 'ms')) }),
    'POST /tokens/expire': (body) =>
      control.expireTokens(text(body, 'email'), { refresh: body.refresh === true }),
    'POST /users/lock': (body) => control.lockUser(text(body, 'email')),
    'POST /users/unlock': (body) => control.unlockUser(text(body, 'email')),
    'POST /users/password': (body) => control.setPassword(text(body, 'email'), text(body, 'password')),
    'POST /sessions/open': (body) => control.setMarket('open', instrument(body)),
    'POST /sessions/close': (body) => control.setMarket('closed', instrument(body)),
    'POST /sessions/close-only': (body) => control.setMarket('closeOnly', instrument(body)),
    'POST /sessions/schedule': (body) => control.setMarket('schedule', instrument(body)),
    'POST /routes': (body) =>
      control.setInfoRoute(
        text(body, 'email'),
        number(body, 'routeId'),
        body.dead === true,
        instrument(body),
      ),
    'POST /balance': (body) => control.setBalance(text(body, 'accountId'), number(body, 'balance')),
    'POST /history-rows': (body) => control.setHistoryRows(number(body, 'rows')),
    'POST /rate-limits': (body) => control.setRateLimits(number(body, 'times')),
    'GET /counters': () => control.counters(),
    'POST /reset-counters': () => control.resetCounters(),
  }
}

function faultRule(body: Body): FaultRule {
  operation(text(body, 'operation'))
  if (!faultKinds.has(body.kind)) throw new Error(`There is no fault of kind ${body.kind}.`)
  if (body.kind === 'latency') number(body, 'ms')
  if (body.kind === 'status') number(body, 'status')
  if (body.kind === 'businessError') text(body, 'message')
  const count = body.count === 'untilCleared' ? body.count : (numberOf(body, 'count') ?? 1)
  return { ...body, count } as FaultRule
}

function operation(name: string | undefined): OperationName | '*' | undefined {
  if (name === undefined || name === '*' || isOperationName(name)) return name
  throw new Error(`There is no operation ${name}.`)
}

function instrument(body: Body): number | string | undefined {
  const value = body.instrument
  if (value === undefined || typeof value === 'number' || typeof value === 'string') return value
  throw new Error('instrument must be a name or a number.')
}

function fromQuery(query: URLSearchParams): number | string | undefined {
  const value = query.get('instrument') ?? undefined
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : value
}

function number(body: Body, name: string): number {
  return required(numberOf(body, name) ?? undefined, name)
}

function text(body: Body, name: string): string {
  return required(textOf(body, name) ?? undefined, name)
}

function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`${name} is required.`)
  return value
}
