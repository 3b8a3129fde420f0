import { dir, htmlLang, type Locale } from '../../i18n/translate.ts'
import { type Html, html } from './html.ts'

export interface PageFrame {
  readonly stylesheet: string
  /** Undefined where the broker has none: then its name stands in the headings alone. */
  readonly logo: string | undefined
  readonly brokerName: string | undefined
}

/** A whole page: nothing in it but a card with a heading. */
export function layout(
  { stylesheet, logo, brokerName }: PageFrame,
  locale: Locale,
  title: string,
  body: Html,
): string {
  const page = html`<!doctype html>
<html lang="${htmlLang(locale)}" dir="${dir(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="${stylesheet}">
${logo !== undefined && html`<link rel="icon" href="${logo}">`}
</head>
<body>
<main>
${logo !== undefined && html`<img class="logo" src="${logo}" alt="${brokerName ?? ''}">`}
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`
  return page.markup
}
