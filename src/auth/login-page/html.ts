/** Markup that may be sent as it is. */
export interface Html {
  readonly markup: string
}

type Part = Html | string | undefined | false | readonly Html[]

/** Markup with values in it. Texts are escaped, for elements and quoted attributes alike; what is missing leaves nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.reduce((done, text, index) => done + markupOf(parts[index - 1]) + text)
  return { markup }
}

function markupOf(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return escaped(part)
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
