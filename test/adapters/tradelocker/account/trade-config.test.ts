import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTradeConfig } from '../../../../adapters/tradelocker/account/trade-config.ts'
import { UpstreamError } from '../../../../adapters/tradelocker/transport/upstream-error.ts'

interface Panel {
  columns: { id: string; description?: string }[]
}
type Wire = Record<
  'positionsConfig' | 'ordersConfig' | 'ordersHistoryConfig' | 'filledOrdersConfig' | 'accountDetailsConfig',
  Panel
>

const captured = readFileSync(new URL('../../../fixtures/trade-config.json', import.meta.url), 'utf8')

/** A fresh copy of what a real demo account was told. */
const wire = (): Wire => JSON.parse(captured).d

function causeOf(d: unknown): unknown {
  try {
    parseTradeConfig(d)
  } catch (error) {
    expect(error).toBeInstanceOf(UpstreamError)
    expect((error as UpstreamError).code).toBe('upstream_malformed')
    return (error as UpstreamError).cause
  }
  throw new Error('expected a failure')
}

describe('the configuration of a real demo account', () => {
  const config = parseTradeConfig(wire())

  it('tells where every column stands', () => {
    expect([...config.columns.positions.entries()].slice(0, 3)).toEqual([
      ['id', 0],
      ['tradableInstrumentId', 1],
      ['routeId', 2],
    ])
    expect(config.columns.orders.size).toBe(22)
    expect(config.columns.ordersHistory.get('strategyId')).toBe(21)
    expect(config.columns.filledOrders.get('positionId')).toBe(6)
    expect(config.columns.accountDetails.get('ordersCount')).toBe(25)
  })

  it('explains the figures of the account', () => {
    expect(config.accountDetails).toHaveLength(26)
    expect(config.accountDetails[0]).toEqual({
      id: 'balance',
      description: 'A current realized balance of an account.',
    })
  })

  it('tells the limits of every route', () => {
    expect(config.rateLimits.get('GET_ORDERS')).toEqual({ limit: 1, intervalMs: 1_000 })
    expect(config.rateLimits.get('GET_ACCOUNTS_STATE')).toEqual({ limit: 4, intervalMs: 2_000 })
    expect(config.rateLimits.get('QUOTES_HISTORY')).toEqual({ limit: 60, intervalMs: 60_000 })
    expect(config.rateLimits.size).toBe(17)
  })

  it('grants the documented 20,000 bars, not the announced 50,000', () => {
    expect(config.limits).toEqual({ historyBars: 20_000, maxOrdersInHistory: 10_000 })
  })

  it('tells what the user may see', () => {
    expect(config.customerAccess.marketDepth).toBe(true)
  })
})

describe('a configuration', () => {
  it('may list its columns in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(wire().ordersConfig.columns, { minLength: 22 }), (columns) => {
        const { orders } = parseTradeConfig({ ...wire(), ordersConfig: { columns } }).columns
        expect(columns.every(({ id }, index) => orders.get(id) === index)).toBe(true)
      }),
    )
  })

  it('may have columns nobody knows', () => {
    const d = wire()
    d.positionsConfig.columns.unshift({ id: 'swap' })
    expect(parseTradeConfig(d).columns.positions.get('id')).toBe(1)
  })

  it.each([
    ['positions', 'positionsConfig', 'qty'],
    ['orders', 'ordersConfig', 'status'],
    ['ordersHistory', 'ordersHistoryConfig', 'positionId'],
    ['filledOrders', 'filledOrdersConfig', 'orderId'],
    ['accountDetails', 'accountDetailsConfig', 'balance'],
  ] as const)('of %s is not usable without a column that matters', (table, panel, id) => {
    const d = wire()
    d[panel].columns = d[panel].columns.filter((column) => column.id !== id)
    expect(causeOf(d)).toContain(`${table} has no column "${id}"`)
  })

  it('is not usable without a table', () => {
    const { ordersConfig, ...rest } = wire()
    expect(ordersConfig).toBeDefined()
    expect(causeOf(rest)).toContain('ordersConfig')
  })

  it('falls back to the published limits where it names none, or none that can be kept', () => {
    const rateLimits = [
      { rateLimitType: 'GET_ORDERS', measure: 'SECONDS', intervalNum: '2', limit: '3' },
      { rateLimitType: 'QUOTES', measure: 'SECONDS', intervalNum: 1, limit: 0 },
      { rateLimitType: 'DEPTH', measure: 'FORTNIGHTS', intervalNum: 1, limit: 5 },
      { rateLimitType: 'NEW_ONE', measure: 'SECONDS', intervalNum: 1, limit: 5 },
      null,
    ]
    const limits = parseTradeConfig({ ...wire(), rateLimits }).rateLimits
    expect(limits.get('GET_ORDERS')).toEqual({ limit: 3, intervalMs: 2_000 })
    expect(limits.get('QUOTES')).toEqual({ limit: 10, intervalMs: 1_000 })
    expect(limits.get('DEPTH')).toEqual({ limit: 10, intervalMs: 1_000 })
    expect(limits.size).toBe(17)
  })

  it('may tell its limits by any measure, and several of one kind: all of them hold', () => {
    const entry = (rateLimitType: string, measure: string, intervalNum: number, limit: number) => ({
      rateLimitType,
      measure,
      intervalNum,
      limit,
    })
    const rateLimits = [
      entry('QUOTES_HISTORY', 'HOURS', 2, 100),
      entry('DEPTH', 'minutes', 1, 30),
      entry('GET_EXECUTIONS', 'MILLISECONDS', 500, 2),
      entry('GET_ACCOUNTS', 'DAYS', 1, 1_000),
      entry('QUOTES', 'SECONDS', 1, 10),
      entry('QUOTES', 'MINUTES', 1, 60),
    ]
    const limits = parseTradeConfig({ ...wire(), rateLimits }).rateLimits
    expect(limits.get('QUOTES_HISTORY')).toEqual({ limit: 100, intervalMs: 7_200_000 })
    expect(limits.get('DEPTH')).toEqual({ limit: 30, intervalMs: 60_000 })
    expect(limits.get('GET_EXECUTIONS')).toEqual({ limit: 2, intervalMs: 500 })
    expect(limits.get('GET_ACCOUNTS')).toEqual({ limit: 1_000, intervalMs: 86_400_000 })
    expect(limits.get('QUOTES')).toEqual({ limit: 10, intervalMs: 10_000 })
  })

  it('allows what it does not forbid', () => {
    const { customerAccess } = parseTradeConfig({ ...wire(), customerAccess: { orders: false } })
    expect(customerAccess.orders).toBe(false)
    expect(customerAccess.positions).toBe(true)
  })

  it('never fails other than by saying that it is not usable', () => {
    fc.assert(
      fc.property(fc.anything(), (d) => {
        expect(causeOf(d)).toContain('/trade/config is not usable')
      }),
    )
  })
})
