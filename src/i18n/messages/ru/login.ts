import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Вход в {broker}', 'Вход'],
  login_email: 'Эл. почта',
  login_password: 'Пароль',
  login_server: 'Сервер',
  login_server_demo: 'Демо',
  login_server_live: 'Реальный',
  login_submit: 'Войти',

  login_email_missing: 'Введите адрес эл. почты.',
  login_password_missing: 'Введите пароль.',
  login_server_missing: 'Выберите сервер.',
  login_wrong_credentials: 'Неверный адрес эл. почты или пароль. Проверьте оба поля и попробуйте ещё раз.',
  login_locked: [
    'Этот вход заблокирован. Обратитесь в {broker}.',
    'Этот вход заблокирован. Обратитесь к своему брокеру.',
  ],
  login_too_many_attempts: [
    'Слишком много попыток входа. Попробуйте ещё раз через {minutes} мин.',
    'Слишком много попыток входа. Попробуйте ещё раз через {seconds} с.',
    'Слишком много попыток входа. Попробуйте ещё раз через несколько минут.',
  ],
  login_upstream_down: [
    'Сейчас не удаётся связаться с {broker}. Попробуйте ещё раз через минуту.',
    'Сейчас не удаётся связаться с брокером. Попробуйте ещё раз через минуту.',
  ],
  login_page_expired: 'Эта страница была открыта слишком долго. Войдите снова.',
  login_cookies_missing: 'Этой странице нужны файлы куки. Разрешите их в браузере и войдите снова.',

  login_failed_title: 'Вход невозможен',
  login_link_invalid:
    'Эта ссылка для входа недействительна. Закройте страницу и начните снова из TradingView.',
  login_signed_out_title: 'Вы вышли',
  login_signed_out: 'Теперь эту страницу можно закрыть.',
}
