import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Conectare la {broker}', 'Conectare'],
  login_email: 'E-mail',
  login_password: 'Parolă',
  login_server: 'Server',
  login_server_demo: 'Demo',
  login_server_live: 'Real',
  login_submit: 'Conectare',

  login_email_missing: 'Introduceți adresa de e-mail.',
  login_password_missing: 'Introduceți parola.',
  login_server_missing: 'Alegeți un server.',
  login_wrong_credentials:
    'Adresa de e-mail sau parola nu este corectă. Verificați-le pe ambele și încercați din nou.',
  login_locked: [
    'Acest acces este blocat. Contactați {broker}.',
    'Acest acces este blocat. Contactați brokerul.',
  ],
  login_too_many_attempts: [
    'Prea multe încercări de conectare. Încercați din nou peste {minutes} min.',
    'Prea multe încercări de conectare. Încercați din nou peste {seconds} s.',
    'Prea multe încercări de conectare. Încercați din nou peste câteva minute.',
  ],
  login_upstream_down: [
    'Momentan {broker} nu poate fi contactat. Încercați din nou peste un minut.',
    'Momentan brokerul nu poate fi contactat. Încercați din nou peste un minut.',
  ],
  login_page_expired: 'Această pagină a fost deschisă prea mult timp. Conectați-vă din nou.',
  login_cookies_missing:
    'Această pagină are nevoie de cookie-uri. Permiteți-le în browser și conectați-vă din nou.',

  login_failed_title: 'Conectarea nu este posibilă',
  login_link_invalid:
    'Acest link de conectare nu este valid. Închideți pagina și începeți din nou din TradingView.',
  login_signed_out_title: 'V-ați deconectat',
  login_signed_out: 'Acum puteți închide această pagină.',
}
