/** A request that the server does not take: answered with a 4xx status and a JSON body. */
export class HttpProblem extends Error {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}

/** A request that the broker refuses: answered with 200 and `{s: "error", errmsg}`. */
export class Refusal extends Error {}
