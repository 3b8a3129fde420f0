import { z } from 'zod'
import type { Context } from '../context.ts'
import { symbolsOf } from '../market/symbol-table.ts'
import { shaped } from '../shape.ts'
import type { Test } from '../test.ts'
import { hold, NotRun, passed, passedUnless } from '../verdict.ts'
import { unauthorized } from './unauthorized.ts'

const groupsShape = z.strictObject({
  s: z.literal('ok'),
  d: z.strictObject({
    groups: z.array(
      z.strictObject({
        id: z.string().regex(/^[a-z_]+$/, { error: 'lower-case Latin letters and underscores' }),
      }),
    ),
  }),
})

const MOST_GROUPS = 10
const MOST_SYMBOLS = 10_000

async function groupIds(context: Context): Promise<{ ids: readonly string[]; extras: readonly string[] }> {
  const body = await context.deployment.ok('/groups', { token: await context.access.dataToken() })
  const { value, extras } = shaped(groupsShape, body, 'GET /groups')
  return { ids: value.d.groups.map(({ id }) => id), extras }
}

/** `broker_` of `broker_forex`. */
const prefixOf = (id: string): string => id.slice(0, id.indexOf('_') + 1)

export const groupTests: readonly Test[] = [
  {
    name: 'groupsResponseFieldsCorrectness',
    area: 'groups',
    rule: 'GET /groups answers 200, application/json, s "ok"; ids are lower-case letters and underscores with one shared prefix.',
    lane: 'data',
    async run(context) {
      const { ids, extras } = await groupIds(context)
      const [first] = ids
      if (first === undefined) throw new NotRun('The server has no groups.')
      const prefix = prefixOf(first)
      hold(
        prefix.length > 1,
        `GET /groups: the id "${first}": expected a prefix of the broker that ends in an underscore.`,
      )
      const odd = ids.find((id) => !id.startsWith(prefix) || id === prefix)
      hold(odd === undefined, `GET /groups: the id "${odd}": expected the prefix "${prefix}" of "${first}".`)
      return passedUnless(extras, `${ids.length} groups with the prefix "${prefix}".`)
    },
  },
  {
    name: 'groupsUnauthorizedRequest',
    area: 'groups',
    rule: 'GET /groups without a token answers 401.',
    lane: 'data',
    run: (context) => unauthorized(context, '/groups'),
  },
  {
    name: 'groupsSymbols',
    area: 'groups',
    rule: 'At most ten groups of at most 10,000 symbols; group=… answers only that group; every symbol is in exactly one.',
    lane: 'data',
    async run(context) {
      const { ids } = await groupIds(context)
      if (ids.length === 0) throw new NotRun('The server has no groups.')
      hold(
        new Set(ids).size === ids.length,
        `GET /groups: expected different ids, received ${ids.join(', ')}.`,
      )
      hold(
        ids.length <= MOST_GROUPS,
        `GET /groups: expected at most ${MOST_GROUPS} groups, received ${ids.length}.`,
      )
      const all = symbolsOf(await context.symbolInfo()) ?? []
      if (all.length === 0) throw new NotRun('GET /symbol_info lists no symbol that could be in a group.')
      const groupOf = new Map<string, string>()
      for (const group of ids) {
        const symbols = await symbolsOfGroup(context, group)
        hold(
          symbols.length <= MOST_SYMBOLS,
          `The group ${group}: expected at most ${MOST_SYMBOLS} symbols, received ${symbols.length}.`,
        )
        for (const symbol of symbols) {
          const other = groupOf.get(symbol)
          hold(
            other === undefined || other === group,
            `The symbol ${symbol} is in the groups ${other} and ${group}; it must be in exactly one.`,
          )
          groupOf.set(symbol, group)
        }
      }
      const none = all.find((symbol) => !groupOf.has(symbol))
      hold(none === undefined, `The symbol ${none} is in no group; it must be in exactly one.`)
      const unlisted = [...groupOf.keys()].find((symbol) => !all.includes(symbol))
      hold(
        unlisted === undefined,
        `The symbol ${unlisted} of the group ${groupOf.get(unlisted ?? '')} is missing in GET /symbol_info without a group.`,
      )
      return passed(`${all.length} symbols, each in one of ${ids.length} groups.`)
    },
  },
  {
    name: 'tradingPermissions',
    area: 'trading',
    rule: "GET /permissions answers a trader's token with a list of ids of GET /groups.",
    lane: 'trading',
    async run(context) {
      const { ask } = await context.trader()
      const { d, request } = await ask('/permissions')
      const { value, extras } = shaped(
        z.strictObject({ groups: z.array(z.string({ error: 'the id of a group as plain text' })) }),
        d,
        request,
      )
      const { ids } = await groupIds(context)
      const unknown = value.groups.find((id) => !ids.includes(id))
      hold(
        unknown === undefined,
        `${request}: expected ids of GET /groups (${ids.join(', ')}), received "${unknown}".`,
      )
      const none = value.groups.length === 0 ? ['So the trader can open no chart.'] : []
      return passedUnless(
        [...extras, ...none],
        `The trader may see ${value.groups.length} of ${ids.length} groups.`,
      )
    },
  },
]

async function symbolsOfGroup({ deployment, access }: Context, group: string): Promise<readonly string[]> {
  const body = await deployment.ok('/symbol_info', { query: { group }, token: await access.dataToken() })
  // An emptied group stays in the list for ever.
  return symbolsOf(body) ?? []
}
