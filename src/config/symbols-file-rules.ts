import { faultsBetween } from '../data-feed/symbol-info/field-relations.ts'
import { groupTypes, restGroup } from '../data-feed/symbols/groups.ts'
import type { Mistake } from './mistake.ts'

/*
 * What has to hold between the parts of SYMBOLS_FILE. Its parts by themselves are the schema's; here whatever does not look
 * as it should is passed over, so that all mistakes are told at once.
 */

const MOST_GROUPS = 10

type Json = Readonly<Record<string, unknown>>

interface Group {
  readonly id: string
  readonly types: readonly string[]
  readonly symbols: readonly string[]
  readonly servers: readonly string[]
}

/**
 * @param file what the file holds, of any shape
 * @param servers that traders may log in to; undefined when that is not known
 */
export function symbolsFileMistakes(
  file: unknown,
  brokerId: string,
  servers?: readonly string[],
): readonly Mistake[] {
  const { groups, symbols } = objectOf(file)
  const list: readonly Group[] = (Array.isArray(groups) ? groups : []).map((group) => {
    const { id, types, symbols: names, restricted } = objectOf(group)
    return {
      id: typeof id === 'string' ? id : '',
      types: textsOf(types),
      symbols: textsOf(names),
      servers: textsOf(objectOf(restricted).servers),
    }
  })
  return [
    ...groupMistakes(list, brokerId),
    ...(servers === undefined ? [] : serverMistakes(list, servers)),
    ...overrideMistakes(objectOf(symbols)),
  ]
}

/** A server that nobody can log in to opens a group to nobody: surely a slip. */
function serverMistakes(groups: readonly Group[], servers: readonly string[]): readonly Mistake[] {
  return groups.flatMap((group, index) =>
    group.servers.flatMap((server, item) =>
      servers.includes(server)
        ? []
        : [wrong(`groups[${index}].restricted.servers[${item}]`, 'a server of TRADELOCKER_SERVERS', server)],
    ),
  )
}

function groupMistakes(groups: readonly Group[], brokerId: string): readonly Mistake[] {
  const prefix = `${brokerId}_`
  const mistakes = groups.flatMap(({ id }, index) =>
    id === '' || (id.startsWith(prefix) && id !== prefix)
      ? []
      : [wrong(`groups[${index}].id`, `an id that begins with ${prefix}, after BROKER_ID`, id)],
  )
  const places = (
    texts: (group: Group) => readonly string[],
    place: (group: number, item: number) => string,
  ) =>
    groups.flatMap((group, index) => texts(group).map((text, item) => ({ text, place: place(index, item) })))
  mistakes.push(
    ...repeated(
      places(
        ({ id }) => (id === '' ? [] : [id]),
        (index) => `groups[${index}].id`,
      ),
      'an id of its own',
    ),
    ...repeated(
      places(
        ({ types }) => types,
        (index, item) => `groups[${index}].types[${item}]`,
      ),
      'a type that no other group has',
    ),
    ...repeated(
      places(
        ({ symbols }) => symbols,
        (index, item) => `groups[${index}].symbols[${item}]`,
      ),
      'a symbol that no other group has',
    ),
  )
  const types = new Set(groups.flatMap((group) => group.types))
  const rest = restGroup(brokerId)
  const needsRest = groups.length > 0 && groupTypes.some((type) => !types.has(type))
  const count = groups.length + (needsRest && !groups.some(({ id }) => id === rest) ? 1 : 0)
  if (count > MOST_GROUPS) {
    const counted = needsRest ? `, counting ${rest} for the symbols of types that none names` : ''
    mistakes.push(wrong('groups', `at most ${MOST_GROUPS} groups${counted}`, count))
  }
  return mistakes
}

function overrideMistakes(symbols: Json): readonly Mistake[] {
  const fields = Object.entries(symbols).map(([name, override]) => ({ name, override: objectOf(override) }))
  const texts = fields.flatMap(({ name, override }) =>
    // One text may be symbol and ticker of the same instrument.
    [...new Set(['symbol', 'ticker'].filter((field) => typeof override[field] === 'string'))]
      .filter((field) => field === 'symbol' || override.ticker !== override.symbol)
      .map((field) => ({ text: String(override[field]), place: `symbols.${name}.${field}` })),
  )
  return [
    ...repeated(texts, 'a text that is no other symbol or ticker'),
    ...fields.flatMap(({ name, override }) =>
      faultsBetween(override).map(({ field, expected }) =>
        wrong(`symbols.${name}.${field}`, expected, override[field]),
      ),
    ),
  ]
}

/** All but the first of texts that occur more than once. */
function repeated(
  texts: readonly { readonly text: string; readonly place: string }[],
  expected: string,
): readonly Mistake[] {
  const first = new Map<string, string>()
  return texts.flatMap(({ text, place }) => {
    const other = first.get(text)
    if (other === undefined) {
      first.set(text, place)
      return []
    }
    return [wrong(place, `${expected}: it is also ${other}`, text)]
  })
}

function wrong(place: string, expected: string, received: unknown): Mistake {
  return {
    name: `SYMBOLS_FILE.${place}`,
    expected,
    received: received === undefined ? 'nothing' : JSON.stringify(received),
  }
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}
