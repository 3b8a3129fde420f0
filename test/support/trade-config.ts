import { readFileSync } from 'node:fs'

/** What /trade/config answers, as the adapter hands it on. */
export function tradeConfigAnswer(): unknown {
  const answer = JSON.parse(readFileSync(new URL('../fixtures/trade-config.json', import.meta.url), 'utf8'))
  return answer.d ?? answer
}
