import { readSessions, type Session, weekdayOfSession } from '../trading-hours/session-text.ts'
import type { Fault } from './fault.ts'

/**
 * Extended hours are those before the regular ones, the regular ones, and those after: day by day the first begin and the last
 * end with them, and none reaches into another.
 */
export function extendedHoursFaults(fields: Readonly<Record<string, unknown>>): readonly Fault[] {
  const [regular, extended, pre, post] = ['regular', 'extended', 'premarket', 'postmarket'].map((kind) =>
    daysOf(fields[`session-${kind}`]),
  )
  if (extended === undefined) {
    return ['premarket', 'postmarket'].flatMap((kind) =>
      typeof fields[`session-${kind}`] === 'string'
        ? [{ field: 'session-extended', expected: `the whole day, because there is session-${kind}` }]
        : [],
    )
  }
  if (regular === undefined) {
    return [{ field: 'session-regular', expected: 'hours, because there is session-extended' }]
  }
  const faults = new Set<string>()
  for (const [day, { from, to }] of regular) {
    const whole = extended.get(day)
    const before = pre?.get(day)
    const after = post?.get(day)
    if (whole === undefined || whole.from !== (before?.from ?? from) || whole.to !== (after?.to ?? to)) {
      faults.add('session-extended')
    }
    if (before !== undefined && before.to > from) faults.add('session-premarket')
    if (after !== undefined && after.from < to) faults.add('session-postmarket')
  }
  return [...faults].map((field) => ({ field, expected: EXPECTED[field] ?? '' }))
}

const EXPECTED: Readonly<Record<string, string>> = {
  'session-extended': 'hours from the beginning of session-premarket to the end of session-postmarket',
  'session-premarket': 'hours that end before session-regular begins',
  'session-postmarket': 'hours that begin after session-regular has ended',
}

function daysOf(text: unknown): ReadonlyMap<number, Session> | undefined {
  const sessions = typeof text === 'string' ? readSessions(text) : undefined
  return sessions && new Map(sessions.map((session) => [weekdayOfSession(session), session]))
}
