import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Iniciar sesión en {broker}', 'Iniciar sesión'],
  login_email: 'Correo electrónico',
  login_password: 'Contraseña',
  login_server: 'Servidor',
  login_server_demo: 'Demo',
  login_server_live: 'Real',
  login_submit: 'Iniciar sesión',

  login_email_missing: 'Introduzca su correo electrónico.',
  login_password_missing: 'Introduzca su contraseña.',
  login_server_missing: 'Elija un servidor.',
  login_wrong_credentials:
    'El correo electrónico o la contraseña no es correcto. Compruebe ambos e inténtelo de nuevo.',
  login_locked: [
    'Este acceso está bloqueado. Póngase en contacto con {broker}.',
    'Este acceso está bloqueado. Póngase en contacto con su bróker.',
  ],
  login_too_many_attempts: [
    'Demasiados intentos de inicio de sesión. Inténtelo de nuevo en {minutes} min.',
    'Demasiados intentos de inicio de sesión. Inténtelo de nuevo en {seconds} s.',
    'Demasiados intentos de inicio de sesión. Inténtelo de nuevo en unos minutos.',
  ],
  login_upstream_down: [
    'No se puede contactar con {broker} en este momento. Inténtelo de nuevo en un minuto.',
    'No se puede contactar con el bróker en este momento. Inténtelo de nuevo en un minuto.',
  ],
  login_page_expired: 'Esta página estuvo abierta demasiado tiempo. Inicie sesión de nuevo.',
  login_cookies_missing: 'Esta página necesita cookies. Permítalas en su navegador e inicie sesión de nuevo.',

  login_failed_title: 'No se puede iniciar sesión',
  login_link_invalid:
    'Este enlace de inicio de sesión no es válido. Cierre esta página y empiece de nuevo desde TradingView.',
  login_signed_out_title: 'Ha cerrado sesión',
  login_signed_out: 'Ya puede cerrar esta página.',
}
