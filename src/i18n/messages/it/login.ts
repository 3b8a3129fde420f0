import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Accesso a {broker}', 'Accesso'],
  login_email: 'E-mail',
  login_password: 'Password',
  login_server: 'Server',
  login_server_demo: 'Demo',
  login_server_live: 'Reale',
  login_submit: 'Accedi',

  login_email_missing: 'Inserire l’indirizzo e-mail.',
  login_password_missing: 'Inserire la password.',
  login_server_missing: 'Scegliere un server.',
  login_wrong_credentials:
    'L’indirizzo e-mail o la password non è corretto. Controllare entrambi e riprovare.',
  login_locked: [
    'Questo accesso è bloccato. Contattare {broker}.',
    'Questo accesso è bloccato. Contattare il proprio broker.',
  ],
  login_too_many_attempts: [
    'Troppi tentativi di accesso. Riprovare tra {minutes} min.',
    'Troppi tentativi di accesso. Riprovare tra {seconds} s.',
    'Troppi tentativi di accesso. Riprovare tra qualche minuto.',
  ],
  login_upstream_down: [
    'Al momento {broker} non è raggiungibile. Riprovare tra un minuto.',
    'Al momento il broker non è raggiungibile. Riprovare tra un minuto.',
  ],
  login_page_expired: 'Questa pagina è rimasta aperta troppo a lungo. Effettuare di nuovo l’accesso.',
  login_cookies_missing:
    'Questa pagina richiede i cookie. Consentirli nel browser ed effettuare di nuovo l’accesso.',

  login_failed_title: 'Accesso non possibile',
  login_link_invalid:
    'Questo link di accesso non è valido. Chiudere questa pagina e ricominciare da TradingView.',
  login_signed_out_title: 'Disconnessione effettuata',
  login_signed_out: 'Ora è possibile chiudere questa pagina.',
}
