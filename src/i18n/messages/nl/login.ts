import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Inloggen bij {broker}', 'Inloggen'],
  login_email: 'E-mail',
  login_password: 'Wachtwoord',
  login_server: 'Server',
  login_server_demo: 'Demo',
  login_server_live: 'Live',
  login_submit: 'Inloggen',

  login_email_missing: 'Vul uw e-mailadres in.',
  login_password_missing: 'Vul uw wachtwoord in.',
  login_server_missing: 'Kies een server.',
  login_wrong_credentials:
    'Het e-mailadres of het wachtwoord is niet juist. Controleer beide en probeer het opnieuw.',
  login_locked: [
    'Deze toegang is geblokkeerd. Neem contact op met {broker}.',
    'Deze toegang is geblokkeerd. Neem contact op met uw broker.',
  ],
  login_too_many_attempts: [
    'Te veel inlogpogingen. Probeer het over {minutes} min opnieuw.',
    'Te veel inlogpogingen. Probeer het over {seconds} s opnieuw.',
    'Te veel inlogpogingen. Probeer het over enkele minuten opnieuw.',
  ],
  login_upstream_down: [
    '{broker} is op dit moment niet bereikbaar. Probeer het over een minuut opnieuw.',
    'De broker is op dit moment niet bereikbaar. Probeer het over een minuut opnieuw.',
  ],
  login_page_expired: 'Deze pagina heeft te lang opengestaan. Log opnieuw in.',
  login_cookies_missing: 'Deze pagina heeft cookies nodig. Sta ze toe in uw browser en log opnieuw in.',

  login_failed_title: 'Inloggen is niet mogelijk',
  login_link_invalid: 'Deze inloglink is niet geldig. Sluit deze pagina en begin opnieuw vanuit TradingView.',
  login_signed_out_title: 'U bent uitgelogd',
  login_signed_out: 'U kunt deze pagina nu sluiten.',
}
