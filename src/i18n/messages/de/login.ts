import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Bei {broker} anmelden', 'Anmelden'],
  login_email: 'E-Mail',
  login_password: 'Passwort',
  login_server: 'Server',
  login_server_demo: 'Demo',
  login_server_live: 'Live',
  login_submit: 'Anmelden',

  login_email_missing: 'Bitte geben Sie Ihre E-Mail-Adresse ein.',
  login_password_missing: 'Bitte geben Sie Ihr Passwort ein.',
  login_server_missing: 'Bitte wählen Sie einen Server.',
  login_wrong_credentials:
    'Die E-Mail-Adresse oder das Passwort ist nicht korrekt. Bitte prüfen Sie beides und versuchen Sie es erneut.',
  login_locked: [
    'Dieser Zugang ist gesperrt. Bitte wenden Sie sich an {broker}.',
    'Dieser Zugang ist gesperrt. Bitte wenden Sie sich an Ihren Broker.',
  ],
  login_too_many_attempts: [
    'Zu viele Anmeldeversuche. Bitte versuchen Sie es in {minutes} min erneut.',
    'Zu viele Anmeldeversuche. Bitte versuchen Sie es in {seconds} s erneut.',
    'Zu viele Anmeldeversuche. Bitte versuchen Sie es in einigen Minuten erneut.',
  ],
  login_upstream_down: [
    '{broker} ist derzeit nicht erreichbar. Bitte versuchen Sie es in einer Minute erneut.',
    'Der Broker ist derzeit nicht erreichbar. Bitte versuchen Sie es in einer Minute erneut.',
  ],
  login_page_expired: 'Diese Seite war zu lange geöffnet. Bitte melden Sie sich erneut an.',
  login_cookies_missing:
    'Diese Seite braucht Cookies. Bitte erlauben Sie diese in Ihrem Browser und melden Sie sich erneut an.',

  login_failed_title: 'Anmeldung nicht möglich',
  login_link_invalid:
    'Dieser Anmeldelink ist ungültig. Bitte schließen Sie diese Seite und beginnen Sie erneut in TradingView.',
  login_signed_out_title: 'Sie sind abgemeldet',
  login_signed_out: 'Sie können diese Seite jetzt schließen.',
}
