import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Entrar em {broker}', 'Entrar'],
  login_email: 'E-mail',
  login_password: 'Senha',
  login_server: 'Servidor',
  login_server_demo: 'Demonstração',
  login_server_live: 'Real',
  login_submit: 'Entrar',

  login_email_missing: 'Informe seu endereço de e-mail.',
  login_password_missing: 'Informe sua senha.',
  login_server_missing: 'Escolha um servidor.',
  login_wrong_credentials:
    'O endereço de e-mail ou a senha não está correto. Verifique ambos e tente novamente.',
  login_locked: [
    'Este acesso está bloqueado. Entre em contato com {broker}.',
    'Este acesso está bloqueado. Entre em contato com sua corretora.',
  ],
  login_too_many_attempts: [
    'Muitas tentativas de login. Tente novamente em {minutes} min.',
    'Muitas tentativas de login. Tente novamente em {seconds} s.',
    'Muitas tentativas de login. Tente novamente em alguns minutos.',
  ],
  login_upstream_down: [
    'Não é possível acessar {broker} no momento. Tente novamente em um minuto.',
    'Não é possível acessar a corretora no momento. Tente novamente em um minuto.',
  ],
  login_page_expired: 'Esta página ficou aberta por tempo demais. Entre novamente.',
  login_cookies_missing: 'Esta página precisa de cookies. Permita-os no seu navegador e entre novamente.',

  login_failed_title: 'Não é possível entrar',
  login_link_invalid:
    'Este link de login não é válido. Feche esta página e comece novamente pelo TradingView.',
  login_signed_out_title: 'Você saiu da conta',
  login_signed_out: 'Agora você pode fechar esta página.',
}
