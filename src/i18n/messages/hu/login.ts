import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Bejelentkezés – {broker}', 'Bejelentkezés'],
  login_email: 'E-mail',
  login_password: 'Jelszó',
  login_server: 'Szerver',
  login_server_demo: 'Demó',
  login_server_live: 'Éles',
  login_submit: 'Bejelentkezés',

  login_email_missing: 'Adja meg az e-mail-címét.',
  login_password_missing: 'Adja meg a jelszavát.',
  login_server_missing: 'Válasszon szervert.',
  login_wrong_credentials: 'Az e-mail-cím vagy a jelszó helytelen. Ellenőrizze mindkettőt, és próbálja újra.',
  login_locked: [
    'Ez a hozzáférés zárolva van. Forduljon hozzájuk: {broker}.',
    'Ez a hozzáférés zárolva van. Forduljon a brókeréhez.',
  ],
  login_too_many_attempts: [
    'Túl sok bejelentkezési kísérlet. Próbálja újra {minutes} perc múlva.',
    'Túl sok bejelentkezési kísérlet. Próbálja újra {seconds} másodperc múlva.',
    'Túl sok bejelentkezési kísérlet. Próbálja újra néhány perc múlva.',
  ],
  login_upstream_down: [
    '{broker} jelenleg nem érhető el. Próbálja újra egy perc múlva.',
    'A bróker jelenleg nem érhető el. Próbálja újra egy perc múlva.',
  ],
  login_page_expired: 'Ez az oldal túl sokáig volt nyitva. Jelentkezzen be újra.',
  login_cookies_missing:
    'Ehhez az oldalhoz sütikre van szükség. Engedélyezze őket a böngészőjében, és jelentkezzen be újra.',

  login_failed_title: 'A bejelentkezés nem lehetséges',
  login_link_invalid:
    'Ez a bejelentkezési hivatkozás érvénytelen. Zárja be ezt az oldalt, és kezdje újra a TradingView felületén.',
  login_signed_out_title: 'Kijelentkezett',
  login_signed_out: 'Most már bezárhatja ezt az oldalt.',
}
