import { createHash } from 'node:crypto'

/** Four hexadecimal digits tell 65,536 names apart that are spelled alike; few brokers have two. */
const MARK_CHARS = 4
/** Marks of this length are never alike. */
export const LONGEST_MARK_CHARS = 64

/** Whether TradingView takes a text for a symbol. */
function isLegalSymbol(text: string): boolean {
  return /^[A-Z0-9._]+$/.test(text)
}

/**
 * The TradingView symbol of a broker's name. A legal name is its own symbol. Any other is spelled as closely as the
 * alphabet allows and marked with a hash of itself: `US 30` becomes `US_30_2B41`. The symbol depends on the name alone, so
 * it never changes because another instrument comes or goes, and a chart of `US 30` never turns into one of `US_30`.
 * @param markChars how much of the hash
 */
export function symbolOf(name: string, markChars = MARK_CHARS): string {
  if (isLegalSymbol(name)) return name
  const spelled = name
    .toUpperCase()
    .replaceAll(/[^A-Z0-9._]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  const mark = createHash('sha256').update(name).digest('hex').toUpperCase().slice(0, markChars)
  return spelled === '' ? mark : `${spelled}_${mark}`
}
