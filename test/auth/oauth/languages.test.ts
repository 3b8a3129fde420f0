import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BrokerError } from '../../../src/broker/errors.ts'
import { dir, htmlLang, langOf } from '../../../src/i18n/translate.ts'
import { TRADER } from '../../support/memory-broker.ts'
import {
  askFor,
  CLIENT,
  createOAuthBrowser,
  OAUTH_ENV,
  type OAuthBrowser,
} from '../../support/oauth-client.ts'
import { startTestGateway, type TestGateway } from '../../support/test-gateway.ts'

/** What TradingView sends as `lang`. */
const LANGS = 'ar br cs de el en es fa fr he hu id in it ja kr ms nl pl ro ru sv th tr uk vi zh'.split(' ')
const RIGHT_TO_LEFT = ['ar', 'fa', 'he']

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startTestGateway({ ...OAUTH_ENV, BROKER_NAME: 'Zeta' })
})
afterAll(() => gateway.close())

type Shown = (browser: OAuthBrowser, lang: string) => Promise<string>

const { password, server } = TRADER

const afterSending =
  (fields: Record<string, string>, failure?: BrokerError): Shown =>
  async (browser, lang) => {
    await browser.open(askFor({ lang }))
    gateway.broker.loginFailure = failure
    // Somebody else in every language: nobody has to wait.
    const { html } = await browser.submit({ email: `${lang}@example.test`, password, server, ...fields })
    gateway.broker.loginFailure = undefined
    return html
  }

const sendingRaw =
  (init: RequestInit): Shown =>
  async (_, lang) => {
    const answer = await fetch(
      `${gateway.origin}/oauth/authorize?${new URLSearchParams(askFor({ lang }))}`,
      init,
    )
    return answer.text()
  }

const throttled = (retryAfterMs?: number): BrokerError =>
  new BrokerError('login_throttled', retryAfterMs === undefined ? {} : { retry: 'after', retryAfterMs })

/** Every page there is. */
const PAGES: Readonly<Record<string, Shown>> = {
  'the login': async (browser, lang) => (await browser.open(askFor({ lang }))).html,
  'no e-mail': afterSending({ email: '' }),
  'no password': afterSending({ password: '' }),
  'no server': afterSending({ server: '' }),
  'a wrong password': afterSending({}, new BrokerError('wrong_credentials')),
  'a lock': afterSending({}, new BrokerError('account_not_active')),
  'a wait of seconds': afterSending({}, throttled(15_000)),
  'a wait of minutes': afterSending({}, throttled(300_000)),
  'a wait': afterSending({}, throttled()),
  'a broker that is down': afterSending({}, new BrokerError('upstream_unavailable')),
  'a page that was open for too long': afterSending({ form: '' }),
  'a browser without cookies': async (browser, lang) => {
    await browser.open(askFor({ lang }))
    browser.cookies.clear()
    return (await browser.submit({ email: `${lang}@example.test`, password, server })).html
  },
  'a link that is not registered': async (browser, lang) =>
    (await browser.open(askFor({ lang, client_id: 'x' }))).html,
  'a logout': async (browser, lang) =>
    (await browser.get(`/oauth/logout?client_id=${CLIENT.client_id}&lang=${lang}`)).html,
  'a form that is too large': sendingRaw({
    method: 'POST',
    body: new URLSearchParams({ email: 'x'.repeat(17_000) }),
  }),
  'a form that is none': sendingRaw({ method: 'POST', body: '{}' }),
  'another method': sendingRaw({ method: 'PUT' }),
}

/** What a reader reads: texts, and what stands for pictures. */
function textsOf(html: string): readonly string[] {
  const texts = html.replace(/<[^>]*\balt="([^"]*)"[^>]*>/g, '$1').split(/<[^>]*>/)
  return texts.map((text) => text.replace('MAIN – ', '').replace('Second – ', '').trim()).filter(Boolean)
}

/** Words that are the same in English, in some language or other. */
const SHARED = /^(demo|live|server|e-mail|email|password|Zeta)$/i
/** Words that are in no other language but English. */
const ENGLISH = /\b(the|please|cannot|must|your|with|this|too many|log in)\b/i

describe.each(Object.entries(PAGES))('the page of %s', (_, show) => {
  it('is in each language of TradingView, and in nothing else', async () => {
    const english = textsOf(await show(createOAuthBrowser(gateway.origin), 'en'))
    expect(english.length).toBeGreaterThan(1)
    for (const lang of LANGS) {
      const html = await show(createOAuthBrowser(gateway.origin), lang)
      const tag = htmlLang(langOf(lang))
      expect(html).toContain(`<html lang="${tag}" dir="${RIGHT_TO_LEFT.includes(lang) ? 'rtl' : 'ltr'}">`)
      const texts = textsOf(html)
      expect([lang, texts.length]).toEqual([lang, english.length])
      if (lang === 'en' || lang === 'in') {
        expect(texts).toEqual(english)
        continue
      }
      const leftOver = texts.filter((text) => english.includes(text) && !SHARED.test(text))
      expect([lang, leftOver]).toEqual([lang, []])
      expect([lang, texts.filter((text) => ENGLISH.test(text))]).toEqual([lang, []])
    }
  })
})

describe('a language', () => {
  it('has a tag that browsers and screen readers know, one of its own', () => {
    const tags = LANGS.map((lang) => htmlLang(langOf(lang)))
    expect(tags.flatMap((tag) => Intl.getCanonicalLocales(tag))).toEqual(tags)
    expect(new Set(tags).size).toBe(27)
    expect(LANGS.filter((lang) => dir(langOf(lang)) === 'rtl').sort()).toEqual(RIGHT_TO_LEFT)
  })

  it.each(['xx', '', 'EN', 'de-AT', '../../etc', '<script>'])(
    'that is not known, %j, is English',
    async (lang) => {
      const { html } = await createOAuthBrowser(gateway.origin).open(askFor({ lang }))
      expect(html).toContain('<html lang="en" dir="ltr">')
      expect(html).toContain('<h1>Log in to Zeta</h1>')
    },
  )

  it('that is a locale is known as well', async () => {
    const { html } = await createOAuthBrowser(gateway.origin).open(askFor({ lang: 'zh_TW' }))
    expect(html).toContain('<html lang="zh-TW" dir="ltr">')
  })
})
