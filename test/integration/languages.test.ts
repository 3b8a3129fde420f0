import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOCALES, type Locale } from '../../src/i18n/locale.ts'
import { dir, htmlLang, langOf, translate } from '../../src/i18n/translate.ts'
import { askFor, createOAuthBrowser, OAUTH_ENV } from '../support/oauth-client.ts'
import type { Panel } from '../support/panel.ts'
import { type Stack, startStack } from '../support/stack.ts'

/*
 * What a trader reads, in the language of the panel. Words are compared with the catalogue, a few with what they must
 * be; that the catalogue is in the right language is test/i18n/catalogues.test.ts.
 */

const ACCOUNT = '/accounts/700101'
const ORDERS = `${ACCOUNT}/orders`

let stack: Stack
let panel: Panel

beforeAll(async () => {
  stack = await startStack(undefined, { ...OAUTH_ENV, BROKER_NAME: 'Acme' })
  panel = await stack.panel('anna')
})
afterAll(() => stack.close())

const speak = (locale: Locale): Panel => {
  panel.locale = locale
  return panel
}

const order = { instrument: 'EURUSD', side: 'buy', type: 'market', qty: 0.1 }
const place = (form: Record<string, string | number>) =>
  [`${ORDERS}?requestId=${crypto.randomUUID().slice(0, 10)}`, { ...order, ...form }] as const

interface Config {
  accountSummaryRow: { title: string }[]
  accountManager: { id: string; title: string; columns: { id: string; title: string; tooltip: string }[] }[]
  durations: { title: string }[]
}

/** Every text of /config. */
const textsOf = ({ accountSummaryRow, accountManager, durations }: Config): readonly string[] => [
  ...accountSummaryRow.map(({ title }) => title),
  ...accountManager.flatMap(({ title, columns }) => [
    title,
    ...columns.flatMap((column) => [column.title, column.tooltip]),
  ]),
  ...durations.map(({ title }) => title),
]

describe.each(LOCALES)('in %s', (locale) => {
  it('/config has its titles', async () => {
    const config: Config = await speak(locale).ok('GET', '/config')
    expect(config.accountManager.map(({ title }) => title)).toContain(translate(locale, 'table_margin'))
    expect(textsOf(config)).toEqual(expect.arrayContaining([translate(locale, 'column_balance')]))
    expect(config.accountSummaryRow.at(-1)?.title).toBe(translate(locale, 'summary_equity'))
    expect(config.durations.map(({ title }) => title)).toContain(translate(locale, 'duration_gtc'))
  })

  it('a refusal says why, with its numbers as plain decimals', async () => {
    const errmsg = await speak(locale).refused('POST', ...place({ qty: 0.001 }))
    expect(errmsg).toBe(translate(locale, 'qty_below_min', { qty: 0.001, min: 0.01 }))
    expect(errmsg).toContain('0.001')
  })
})

it.each(['pl', 'ja', 'ru'] as const)('/config in %s shares no text with English', async (locale) => {
  const english = new Set(textsOf(await speak('en').ok('GET', '/config')))
  const shared = textsOf(await speak(locale).ok('GET', '/config')).filter((text) => english.has(text))
  expect(shared).toEqual([])
})

it('writing from right to left arrives letter by letter', async () => {
  const response = await fetch(`${stack.gateway.origin}/config?locale=he_IL`, {
    headers: { Authorization: `Bearer ${panel.token}` },
  })
  expect(response.headers.get('content-type')).toMatch(/charset=utf-8/i)
  const text = new TextDecoder('utf-8', { fatal: true }).decode(await response.arrayBuffer())
  expect(text).toContain('פוזיציות ופקודות פתוחות')
  // A quotation mark is a letter's neighbour in Hebrew, and must not end the JSON.
  expect(await speak('he_IL').refused('POST', ...place({ instrument: 'NOPE' }))).toBe(
    'לא ניתן לסחור בסימול "NOPE" בחשבון זה.',
  )
  expect(await speak('ar_AE').refused('POST', ...place({ instrument: 'NOPE' }))).toBe(
    'لا يمكن تداول الرمز "NOPE" في هذا الحساب.',
  )
  expect(await speak('fa_IR').refused('POST', ...place({ instrument: 'NOPE' }))).toBe(
    'نماد «NOPE» در این حساب قابل معامله نیست.',
  )
})

it('a field is called by its name in the language, and so is what was expected of it', async () => {
  expect(await speak('fr').refused('POST', ...place({ stopLoss: -1 }))).toBe(
    'Le champ « Stop loss » n’est pas valide. Valeur attendue : un nombre supérieur à zéro.',
  )
  expect(await speak('zh_TW').refused('POST', ...place({ guaranteedStop: 1 }))).toBe(
    '此經紀商不提供：保證停損。',
  )
})

it('the preview, the leverage and the units of quantities are in the language', async () => {
  const preview = await speak('es').ok('POST', `${ACCOUNT}/previewOrder`, order)
  const captions = preview.sections.flatMap(({ rows }: { rows: { title: string }[] }) =>
    rows.map(({ title }) => title),
  )
  expect(captions).toContain('Margen requerido')
  const leverage = { instrument: 'EURUSD', side: 'buy', orderType: 'market' }
  expect(await speak('pl').ok('POST', `${ACCOUNT}/getLeverage`, leverage)).toMatchObject({
    title: 'Dźwignia',
  })
  const instruments: { units: string }[] = await speak('ru').ok('GET', `${ACCOUNT}/instruments`)
  expect(new Set(instruments.map(({ units }) => units))).toEqual(new Set(['лоты']))
})

it('the same orders are read by each panel in its language, the broker in its own words', async () => {
  const errmsg = await speak('en').refused('POST', ...place({ side: 'sell', qty: 50 }))
  expect(errmsg).toMatch(/margin/)
  const note = async (locale: Locale): Promise<string | undefined> => {
    const orders: { status: string; message?: { text: string } }[] = await speak(locale).ok('GET', ORDERS)
    return orders.find(({ status }) => status === 'rejected')?.message?.text
  }
  expect(await note('en')).toMatch(/^Rejected by the broker: Not enough margin/)
  expect(await note('sv_SE')).toMatch(/^Avvisad av mäklaren: Not enough margin/)
  expect(await note('en')).toMatch(/^Rejected by the broker: Not enough margin/)
})

it('an ended session is told in the language', async () => {
  const response = await fetch(`${stack.gateway.origin}${ORDERS}?locale=kr`)
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ errmsg: '세션이 종료되었습니다. 다시 로그인해 주세요.' })
})

const langs = 'ar br cs de el en es fa fr he hu id in it ja kr ms nl pl ro ru sv th tr uk vi zh'.split(' ')

it.each(langs)('the login page speaks lang=%s', async (lang) => {
  const locale = langOf(lang)
  const browser = createOAuthBrowser(stack.gateway.origin)
  const { html } = await browser.open(askFor({ lang }))
  expect(html).toContain(`<html lang="${htmlLang(locale)}" dir="${dir(locale)}">`)
  const captions = ['login_title', 'login_email', 'login_password', 'login_server', 'login_submit'] as const
  for (const key of captions) expect(textOf(html)).toContain(translate(locale, key, { broker: 'Acme' }))
  const again = await browser.submit({ email: 'anna@example.com', password: '', server: 'SIM-DEMO' })
  expect(textOf(again.html)).toContain(translate(locale, 'login_password_missing'))
})

const textOf = (html: string) =>
  html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
