import type { Message } from '../../message.ts'

/**
 * The login page. `broker` is the name from the configuration, `minutes` and `seconds` say how long to wait (whole
 * numbers above zero, one of the two); all of them may be missing.
 */
export const login = {
  login_title: ['Log in to {broker}', 'Log in'],
  login_email: 'E-mail',
  login_password: 'Password',
  login_server: 'Server',
  login_server_demo: 'Demo',
  login_server_live: 'Live',
  login_submit: 'Log in',

  login_email_missing: 'Please enter your e-mail address.',
  login_password_missing: 'Please enter your password.',
  login_server_missing: 'Please choose a server.',
  login_wrong_credentials:
    'The e-mail address or the password is not correct. Please check both and try again.',
  login_locked: [
    'This login is locked. Please contact {broker}.',
    'This login is locked. Please contact your broker.',
  ],
  login_too_many_attempts: [
    'Too many login attempts. Please try again in {minutes} min.',
    'Too many login attempts. Please try again in {seconds} s.',
    'Too many login attempts. Please try again in a few minutes.',
  ],
  login_upstream_down: [
    '{broker} cannot be reached at the moment. Please try again in a minute.',
    'The broker cannot be reached at the moment. Please try again in a minute.',
  ],
  login_page_expired: 'This page was open for too long. Please log in again.',
  login_cookies_missing: 'This page needs cookies. Please allow them in your browser and log in again.',

  // Pages without a form
  login_failed_title: 'Login is not possible',
  login_link_invalid:
    'This login link is not valid. Please close this page and start again from TradingView.',
  login_signed_out_title: 'You are logged out',
  login_signed_out: 'You can close this page now.',
} as const satisfies Readonly<Record<string, Message>>
