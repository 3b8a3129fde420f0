import type { z } from 'zod'
import type { Mistake } from './mistake.ts'
import type { Values, Variable, VariableName } from './variables.ts'
import { variables } from './variables.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Longest text of a variable that an error message repeats. */
const MAX_SHOWN_CHARS = 100

/** Reads every variable by itself. A wrong one is missing from the values and listed among the mistakes. */
export function readVariables(env: Environment): { values: Partial<Values>; mistakes: Mistake[] } {
  const mistakes: Mistake[] = []
  const values: Record<string, unknown> = {}
  for (const [name, variable] of Object.entries<Variable<unknown>>(variables)) {
    const text = textOf(env, name) ?? variable.fallback
    if (text === undefined) {
      if (variable.required) mistakes.push(missing(name as VariableName))
      continue
    }
    const result = variable.schema.safeParse(text, { reportInput: true })
    if (result.success) values[name] = result.data
    else mistakes.push(...result.error.issues.map((issue) => mistakeFrom(name as VariableName, issue, text)))
  }
  return { values, mistakes }
}

/** A variable that has to be set, but is not. */
export function missing(name: VariableName, why = ''): Mistake {
  return { name, expected: variables[name].expected + why, received: 'nothing' }
}

/** What a message may tell about a variable's text. */
export function shown(name: VariableName, env: Environment): string {
  return shownText(variables[name], textOf(env, name) ?? '')
}

/** An empty variable counts as unset: container tools cannot always leave one out. */
function textOf(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined
}

function mistakeFrom(name: VariableName, issue: z.core.$ZodIssue, text: string): Mistake {
  const place = issue.path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
  const { expected, secret } = variables[name] as Variable<unknown>
  return {
    name: `${name}${place}` as Mistake['name'],
    // Inside a value the schema's own words tell more.
    expected: place === '' ? expected : issue.message,
    received: place === '' || secret ? shownText(variables[name], text) : shownPart(issue.input),
  }
}

function shownText(variable: Variable<unknown>, text: string): string {
  if (variable.secret) return `a value of ${text.length} characters`
  return JSON.stringify(shortened(text.replace(/\/\/[^/@]*@/, '//…@')))
}

/** A part of a variable's value, or of the file that it names. */
function shownPart(part: unknown): string {
  return part === undefined ? 'nothing' : shortened(JSON.stringify(part))
}

function shortened(text: string): string {
  return text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text
}
