import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Logga in hos {broker}', 'Logga in'],
  login_email: 'E-post',
  login_password: 'Lösenord',
  login_server: 'Server',
  login_server_demo: 'Demo',
  login_server_live: 'Live',
  login_submit: 'Logga in',

  login_email_missing: 'Ange din e-postadress.',
  login_password_missing: 'Ange ditt lösenord.',
  login_server_missing: 'Välj en server.',
  login_wrong_credentials:
    'E-postadressen eller lösenordet är inte korrekt. Kontrollera båda och försök igen.',
  login_locked: [
    'Den här inloggningen är spärrad. Kontakta {broker}.',
    'Den här inloggningen är spärrad. Kontakta din mäklare.',
  ],
  login_too_many_attempts: [
    'För många inloggningsförsök. Försök igen om {minutes} min.',
    'För många inloggningsförsök. Försök igen om {seconds} s.',
    'För många inloggningsförsök. Försök igen om några minuter.',
  ],
  login_upstream_down: [
    '{broker} kan inte nås just nu. Försök igen om en minut.',
    'Mäklaren kan inte nås just nu. Försök igen om en minut.',
  ],
  login_page_expired: 'Den här sidan var öppen för länge. Logga in igen.',
  login_cookies_missing: 'Den här sidan behöver kakor. Tillåt dem i din webbläsare och logga in igen.',

  login_failed_title: 'Inloggning är inte möjlig',
  login_link_invalid: 'Den här inloggningslänken är inte giltig. Stäng sidan och börja om från TradingView.',
  login_signed_out_title: 'Du är utloggad',
  login_signed_out: 'Du kan stänga den här sidan nu.',
}
