/**
 * A value that is there already, or the promise of one. What panels poll is nearly always there, and a promise for it would
 * cost more than finding it. Whoever may wait simply awaits it. Functions that answer it never throw: they reject.
 */
export type Soon<T> = T | Promise<T>

/** Goes on with the value: at once where it is there. */
export function soon<T, R>(value: Soon<T>, next: (value: T) => Soon<R>): Soon<R> {
  if (value instanceof Promise) return value.then(next)
  try {
    return next(value)
  } catch (error) {
    return Promise.reject(error)
  }
}

/** All of them, at once where all are there. */
export function allSoon<T>(values: readonly Soon<T>[]): Soon<readonly T[]> {
  return areThere(values) ? values : Promise.all(values)
}

/** Both of them, at once where both are there. */
export function bothSoon<A, B>(a: Soon<A>, b: Soon<B>): Soon<readonly [A, B]> {
  return a instanceof Promise || b instanceof Promise ? Promise.all([a, b]) : [a, b]
}

function areThere<T>(values: readonly Soon<T>[]): values is readonly T[] {
  return !values.some((value) => value instanceof Promise)
}
