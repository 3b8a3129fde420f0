/** The frame around every result. Errors have their own, which only the error renderer writes. */
export interface Ok<T> {
  readonly s: 'ok'
  readonly d: T
}

export const ok = <T>(result: T): Ok<T> => ({ s: 'ok', d: result })

/** The answer of a mutation that has nothing more to tell. */
export const done = { s: 'ok' } as const
