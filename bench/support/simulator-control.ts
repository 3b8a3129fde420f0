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

export const totalRequests = ({ requests }: Counters): number =>
  Object.values(requests).reduce((sum, count) => sum + count, 0)
