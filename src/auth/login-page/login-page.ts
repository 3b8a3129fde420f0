import type { Locale, MessageKey } from '../../i18n/translate.ts'
import { translate } from '../../i18n/translate.ts'
import { type Html, html } from './html.ts'
import { layout, type PageFrame } from './layout.ts'
import type { LoginTrouble } from './login-trouble.ts'

export interface LoginPage {
  readonly locale: Locale
  /** The query the page was asked for with, as it was sent: the form goes back to it. */
  readonly queryText: string
  /** Hidden field that ties the form to the browser. */
  readonly form: string
  readonly email?: string
  readonly server?: string | undefined
  readonly trouble?: LoginTrouble
}

export interface LoginPageSettings extends PageFrame {
  readonly servers: readonly string[]
  readonly accountType: 'demo' | 'live'
}

/** The page with the form. */
export function loginPage(settings: LoginPageSettings, page: LoginPage): string {
  const { brokerName, servers, accountType } = settings
  const { locale, trouble, email = '', queryText } = page
  const say = (key: MessageKey): string =>
    translate(locale, key, { ...(brokerName !== undefined && { broker: brokerName }), ...trouble?.params })
  const explanation = trouble && say(trouble.code)
  const isOfPage = trouble !== undefined && trouble.field === undefined
  const alert = isOfPage && html`<p class="alert" role="alert" id="trouble">${explanation}</p>`
  // Where to go on: the field at fault, else the first that is empty.
  const focused = trouble?.field ?? (email === '' ? 'email' : 'password')

  const field = (
    name: 'email' | 'password' | 'server',
    label: MessageKey,
    control: (state: Html) => Html,
  ) => {
    const isWrong = trouble?.field === name
    // Not all screen readers speak an alert that is there from the start; what describes the focused field they do.
    const description = isWrong ? `${name}-error` : isOfPage && focused === name && 'trouble'
    const state = html`id="${name}" name="${name}" required${isWrong && html` aria-invalid="true"`}${description && html` aria-describedby="${description}"`}${focused === name && html` autofocus`}`
    return html`<div class="field">
<label for="${name}">${say(label)}</label>
${control(state)}
${isWrong && html`<p class="error" id="${name}-error">${explanation}</p>`}
</div>`
  }

  const kind = say(accountType === 'demo' ? 'login_server_demo' : 'login_server_live')
  const options = servers.map(
    (name) =>
      html`<option value="${name}"${name === page.server && html` selected`}>${name} – ${kind}</option>`,
  )

  const body = html`${alert}
<form method="post" action="?${queryText}" novalidate>
<input type="hidden" name="form" value="${page.form}">
${field('email', 'login_email', (state) => html`<input ${state} type="email" value="${email}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="320" dir="ltr">`)}
${field('password', 'login_password', (state) => html`<input ${state} type="password" autocomplete="current-password" maxlength="320" dir="ltr">`)}
${servers.length > 1 && field('server', 'login_server', (state) => html`<select ${state}>${options}</select>`)}
<button type="submit">${say('login_submit')}</button>
</form>`
  return layout(settings, locale, say('login_title'), body)
}
