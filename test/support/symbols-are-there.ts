import { expect } from 'vitest'
import { eventually } from './eventually.ts'

/** The service account has logged in and the list of symbols is made. */
export async function symbolsAreThere(origin: string): Promise<void> {
  await eventually(
    async () => (await (await fetch(`${origin}/symbol_info`)).json()) as { s: string },
    ({ s }) => expect(s).toBe('ok'),
    60_000,
  )
}
