import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Вхід до {broker}', 'Вхід'],
  login_email: 'Ел. пошта',
  login_password: 'Пароль',
  login_server: 'Сервер',
  login_server_demo: 'Демо',
  login_server_live: 'Реальний',
  login_submit: 'Увійти',

  login_email_missing: 'Введіть адресу ел. пошти.',
  login_password_missing: 'Введіть пароль.',
  login_server_missing: 'Виберіть сервер.',
  login_wrong_credentials:
    'Неправильна адреса ел. пошти або пароль. Перевірте обидва поля та спробуйте ще раз.',
  login_locked: [
    'Цей вхід заблоковано. Зверніться до {broker}.',
    'Цей вхід заблоковано. Зверніться до свого брокера.',
  ],
  login_too_many_attempts: [
    'Забагато спроб входу. Спробуйте ще раз за {minutes} хв.',
    'Забагато спроб входу. Спробуйте ще раз за {seconds} с.',
    'Забагато спроб входу. Спробуйте ще раз за кілька хвилин.',
  ],
  login_upstream_down: [
    'Зараз не вдається зв’язатися з {broker}. Спробуйте ще раз за хвилину.',
    'Зараз не вдається зв’язатися з брокером. Спробуйте ще раз за хвилину.',
  ],
  login_page_expired: 'Ця сторінка була відкрита надто довго. Увійдіть знову.',
  login_cookies_missing: 'Цій сторінці потрібні файли кукі. Дозвольте їх у браузері й увійдіть знову.',

  login_failed_title: 'Вхід неможливий',
  login_link_invalid: 'Це посилання для входу недійсне. Закрийте сторінку та почніть знову з TradingView.',
  login_signed_out_title: 'Ви вийшли',
  login_signed_out: 'Тепер цю сторінку можна закрити.',
}
