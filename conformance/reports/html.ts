import { moment } from '../clock.ts'
import type { Report, Result } from '../run.ts'
import type { Outcome } from '../verdict.ts'
import { STYLE } from './html-style.ts'
import { countsText } from './table.ts'

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

const OUTCOMES: readonly Outcome[] = ['failed', 'warning', 'passed', 'skipped']

/** One self-contained page: nothing is loaded, nothing runs. */
export function htmlReport({ url, startedAt, seconds, results, counts }: Report): string {
  const verdict = counts.failed === 0 ? 'Nothing failed' : `${counts.failed} failed`
  const numbers = OUTCOMES.map(
    (outcome) => `<li class="${outcome}"><b>${counts[outcome]}</b> ${outcome}</li>`,
  ).join('')
  const areas = [...Map.groupBy(results, ({ area }) => area)].map(
    ([area, ofArea]) =>
      `<section><h2>${area}</h2><ul class="tests">${ofArea.map(item).join('')}</ul></section>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(verdict)}: conformance of ${escaped(url)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p>Conformance with TradingView's REST API for Brokers</p>
<h1>${escaped(verdict)}</h1>
<p>${escaped(url)} · ${moment(startedAt)} · ${seconds.toFixed(0)} s</p>
<ul class="counts" aria-label="${countsText(counts)}">${numbers}</ul>
</header>
<main>
${toRead(results)}
${areas.join('\n')}
</main>
</body>
</html>
`
}

/** What failed and what was warned of stands first: that is what a report is opened for. */
function toRead(results: readonly Result[]): string {
  const lines = OUTCOMES.slice(0, 2).flatMap((wanted) =>
    results
      .filter(({ outcome }) => outcome === wanted)
      .map(
        ({ name, outcome }) =>
          `<li class="${outcome}"><a href="#${name}">${name}</a> <span>${outcome}</span></li>`,
      ),
  )
  return lines.length === 0 ? '' : `<ul class="first">${lines.join('')}</ul>`
}

const item = ({ name, rule, outcome, sentence, seconds }: Result): string =>
  `<li class="${outcome}" id="${name}"><h3>${name} <span>${outcome}</span></h3><p class="rule">${escaped(rule)}</p><p>${escaped(sentence)} <small>${seconds.toFixed(1)} s</small></p></li>`
