/**
 * What `work` gives, or an error when it takes longer. Where this process was busy itself the answer may have arrived
 * but not been read yet; so it is read once more before the verdict.
 */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      setImmediate(() => reject(new Error(`no answer within ${ms} ms`)))
    }, ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
