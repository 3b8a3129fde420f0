import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['{broker}にログイン', 'ログイン'],
  login_email: 'メールアドレス',
  login_password: 'パスワード',
  login_server: 'サーバー',
  login_server_demo: 'デモ',
  login_server_live: 'リアル',
  login_submit: 'ログイン',

  login_email_missing: 'メールアドレスを入力してください。',
  login_password_missing: 'パスワードを入力してください。',
  login_server_missing: 'サーバーを選択してください。',
  login_wrong_credentials:
    'メールアドレスまたはパスワードが正しくありません。両方を確認して、もう一度お試しください。',
  login_locked: [
    'このログインはロックされています。{broker}にお問い合わせください。',
    'このログインはロックされています。ブローカーにお問い合わせください。',
  ],
  login_too_many_attempts: [
    'ログインの試行回数が多すぎます。{minutes}分後にもう一度お試しください。',
    'ログインの試行回数が多すぎます。{seconds}秒後にもう一度お試しください。',
    'ログインの試行回数が多すぎます。数分後にもう一度お試しください。',
  ],
  login_upstream_down: [
    '現在、{broker}に接続できません。1分後にもう一度お試しください。',
    '現在、ブローカーに接続できません。1分後にもう一度お試しください。',
  ],
  login_page_expired: 'このページを長時間開いたままでした。もう一度ログインしてください。',
  login_cookies_missing:
    'このページにはクッキーが必要です。ブラウザーでクッキーを許可してから、もう一度ログインしてください。',

  login_failed_title: 'ログインできません',
  login_link_invalid: 'このログインリンクは無効です。このページを閉じて、TradingViewからやり直してください。',
  login_signed_out_title: 'ログアウトしました',
  login_signed_out: 'このページを閉じてもかまいません。',
}
