/**
 * A fact about one request, kept on the request or its answer. Not in a WeakMap, which costs the collection of young memory more
 * (docs/performance.md, "Garbage").
 */
export interface RequestFact<T> {
  of(holder: object): T | undefined
  note(holder: object, value: T): void
}

/** @param name for whoever looks at a request in a debugger */
export function requestFact<T>(name: string): RequestFact<T> {
  const key = Symbol(name)
  return {
    of: (holder: { [key]?: T }) => holder[key],
    note(holder: { [key]?: T }, value) {
      holder[key] = value
    },
  }
}
