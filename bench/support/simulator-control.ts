interface Counters {
  readonly requests: Readonly<Record<string, number>>
  readonly totalRateLimitViolations: number
}

/** What the simulator counted since `reset`. */
export async function counters(control: string): Promise<Counters> {
  return (await (await fetch(`${control}/counters`)).json()) as Counters
}

export async function resetCounters(control: string): Promise<void> {
  await fetch(`${control}/reset-counters`, { method: 'POST' })
}

/** By which the simulator's users read prices. */
const INFO_ROUTES = [451, 452, 460]

/** From now on these users are told prices of these instruments only. */
export async function quoteOnly(
  control: string,
  emails: readonly string[],
  instruments: readonly string[],
): Promise<void> {
  const setRoute = (body: object) =>
    fetch(`${control}/routes`, { method: 'POST', body: JSON.stringify(body) }).then((answer) => answer.text())
  for (const email of emails)
    for (const routeId of INFO_ROUTES) {
      await setRoute({ email, routeId, dead: true })
      for (const instrument of instruments) await setRoute({ email, routeId, dead: false, instrument })
    }
}

export const totalRequests = ({ requests }: Counters): number =>
  Object.values(requests).reduce((sum, count) => sum + count, 0)
