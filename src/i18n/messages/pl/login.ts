import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Logowanie do {broker}', 'Logowanie'],
  login_email: 'E-mail',
  login_password: 'Hasło',
  login_server: 'Serwer',
  login_server_demo: 'Demo',
  login_server_live: 'Rzeczywisty',
  login_submit: 'Zaloguj się',

  login_email_missing: 'Podaj adres e-mail.',
  login_password_missing: 'Podaj hasło.',
  login_server_missing: 'Wybierz serwer.',
  login_wrong_credentials: 'Adres e-mail lub hasło jest nieprawidłowe. Sprawdź oba i spróbuj ponownie.',
  login_locked: [
    'Ten login jest zablokowany. Kontakt: {broker}.',
    'Ten login jest zablokowany. Skontaktuj się ze swoim brokerem.',
  ],
  login_too_many_attempts: [
    'Zbyt wiele prób logowania. Spróbuj ponownie za {minutes} min.',
    'Zbyt wiele prób logowania. Spróbuj ponownie za {seconds} s.',
    'Zbyt wiele prób logowania. Spróbuj ponownie za kilka minut.',
  ],
  login_upstream_down: [
    'Obecnie nie można połączyć się z {broker}. Spróbuj ponownie za minutę.',
    'Obecnie nie można połączyć się z brokerem. Spróbuj ponownie za minutę.',
  ],
  login_page_expired: 'Ta strona była otwarta zbyt długo. Zaloguj się ponownie.',
  login_cookies_missing:
    'Ta strona wymaga plików cookie. Zezwól na nie w przeglądarce i zaloguj się ponownie.',

  login_failed_title: 'Logowanie nie jest możliwe',
  login_link_invalid:
    'Ten link do logowania jest nieprawidłowy. Zamknij tę stronę i zacznij ponownie w TradingView.',
  login_signed_out_title: 'Wylogowano',
  login_signed_out: 'Możesz teraz zamknąć tę stronę.',
}
