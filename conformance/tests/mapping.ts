import type { Context } from '../context.ts'
import { jsonOf } from '../deployment/deployment.ts'
import { shaped } from '../shape.ts'
import type { Test } from '../test.ts'
import { instrumentsShape, mappingShape } from '../trading/shapes.ts'
import { hold, NotRun, passed, passedUnless } from '../verdict.ts'

/** Asked without any token: TradingView fetches it that way, at any time. */
async function mappingOf({ deployment }: Context) {
  const answer = await deployment.send('/mapping')
  hold(
    answer.status !== 401,
    'GET /mapping without a token: expected status 200, received 401; TradingView fetches it without authorization.',
  )
  const body = jsonOf(answer)
  const hasEnvelope = typeof body === 'object' && body !== null && ('s' in body || 'd' in body)
  hold(
    !hasEnvelope,
    'GET /mapping: expected {"symbols": …, "fields": …} without an envelope, received one with s or d.',
  )
  return shaped(mappingShape, body, 'GET /mapping')
}

export const mappingTests: readonly Test[] = [
  {
    name: 'mappingFormat',
    area: 'mapping',
    rule: 'GET /mapping answers without authorization and without an envelope; each entry maps one broker symbol to EXCHANGE:NAME.',
    lane: 'data',
    async run(context) {
      const { value, extras } = await mappingOf(context)
      const names = value.symbols.map(({ f: [name] }) => name)
      const twice = names.find((name, index) => names.indexOf(name) !== index)
      hold(twice === undefined, `GET /mapping: "${twice}": expected one entry, received several.`)
      const told =
        names.length === 0 ? 'The answer is valid and maps nothing' : `${names.length} symbols are mapped`
      return passedUnless(extras, `${told}.`)
    },
  },
  {
    name: 'tradingMappingCoversInstruments',
    area: 'trading',
    rule: 'Where symbols are mapped, every instrument of every account is.',
    lane: 'trading',
    async run(context) {
      const { value } = await mappingOf(context)
      const mapped = new Set(value.symbols.map(({ f: [name] }) => name))
      if (mapped.size === 0) throw new NotRun('GET /mapping maps no symbol, so mapping is not used.')
      const { tested, ask } = await context.trader()
      let count = 0
      for (const { id } of tested) {
        const { d, request } = await ask(`/accounts/${encodeURIComponent(id)}/instruments`)
        const { value: instruments } = shaped(instrumentsShape, d, request)
        count += instruments.length
        const missing = instruments.find(({ name }) => !mapped.has(name))
        hold(
          missing === undefined,
          `${request}: the instrument ${missing?.name} is missing in GET /mapping, which maps ${mapped.size} symbols.`,
        )
      }
      if (count === 0) throw new NotRun('No account tested has instruments.')
      return passed(
        `All instruments of ${tested.length} accounts are among the ${mapped.size} mapped symbols.`,
      )
    },
  },
]
