import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Přihlášení k {broker}', 'Přihlášení'],
  login_email: 'E-mail',
  login_password: 'Heslo',
  login_server: 'Server',
  login_server_demo: 'Demo',
  login_server_live: 'Reálný',
  login_submit: 'Přihlásit se',

  login_email_missing: 'Zadejte svůj e-mail.',
  login_password_missing: 'Zadejte své heslo.',
  login_server_missing: 'Vyberte server.',
  login_wrong_credentials: 'E-mail nebo heslo není správné. Zkontrolujte obojí a zkuste to znovu.',
  login_locked: [
    'Toto přihlášení je zablokováno. Obraťte se na {broker}.',
    'Toto přihlášení je zablokováno. Obraťte se na svého brokera.',
  ],
  login_too_many_attempts: [
    'Příliš mnoho pokusů o přihlášení. Zkuste to znovu za {minutes} min.',
    'Příliš mnoho pokusů o přihlášení. Zkuste to znovu za {seconds} s.',
    'Příliš mnoho pokusů o přihlášení. Zkuste to znovu za několik minut.',
  ],
  login_upstream_down: [
    '{broker} momentálně není k dispozici. Zkuste to znovu za minutu.',
    'Broker je momentálně nedostupný. Zkuste to znovu za minutu.',
  ],
  login_page_expired: 'Tato stránka byla otevřená příliš dlouho. Přihlaste se znovu.',
  login_cookies_missing:
    'Tato stránka potřebuje soubory cookie. Povolte je ve svém prohlížeči a přihlaste se znovu.',

  login_failed_title: 'Přihlášení není možné',
  login_link_invalid:
    'Tento přihlašovací odkaz není platný. Zavřete tuto stránku a začněte znovu v TradingView.',
  login_signed_out_title: 'Jste odhlášeni',
  login_signed_out: 'Tuto stránku nyní můžete zavřít.',
}
