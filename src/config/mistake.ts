import type { VariableName } from './variables.ts'

/** Node's own switch, which is no variable of ours: 0 lets any certificate pass. */
export const TLS_SWITCH = 'NODE_TLS_REJECT_UNAUTHORIZED'

/** One thing that is wrong with the environment. */
export interface Mistake {
  /** The variable, with the place inside it where that helps: `OAUTH_CLIENTS[1].redirect_uris`. */
  readonly name: VariableName | typeof TLS_SWITCH | `${VariableName}${'[' | '.'}${string}`
  readonly expected: string
  /** Never a secret. */
  readonly received: string
}

/** The environment cannot be used; holds every mistake, not just the first. */
export class ConfigError extends Error {
  readonly mistakes: readonly Mistake[]

  constructor(mistakes: readonly Mistake[]) {
    super(
      mistakes
        .map(({ name, expected, received }) => `${name}: expected ${expected}, received ${received}`)
        .join('\n'),
    )
    this.name = 'ConfigError'
    this.mistakes = mistakes
  }
}
