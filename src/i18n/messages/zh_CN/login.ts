import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['登录 {broker}', '登录'],
  login_email: '电子邮箱',
  login_password: '密码',
  login_server: '服务器',
  login_server_demo: '模拟',
  login_server_live: '真实',
  login_submit: '登录',

  login_email_missing: '请输入您的电子邮箱。',
  login_password_missing: '请输入您的密码。',
  login_server_missing: '请选择服务器。',
  login_wrong_credentials: '电子邮箱或密码不正确。请检查后重试。',
  login_locked: ['此登录已被锁定。请联系 {broker}。', '此登录已被锁定。请联系您的经纪商。'],
  login_too_many_attempts: [
    '登录尝试次数过多。请在 {minutes} 分钟后重试。',
    '登录尝试次数过多。请在 {seconds} 秒后重试。',
    '登录尝试次数过多。请在几分钟后重试。',
  ],
  login_upstream_down: [
    '目前无法连接 {broker}。请在一分钟后重试。',
    '目前无法连接经纪商。请在一分钟后重试。',
  ],
  login_page_expired: '此页面打开时间过长。请重新登录。',
  login_cookies_missing: '此页面需要使用 Cookie。请在浏览器中允许 Cookie，然后重新登录。',

  login_failed_title: '无法登录',
  login_link_invalid: '此登录链接无效。请关闭此页面，并从 TradingView 重新开始。',
  login_signed_out_title: '您已退出登录',
  login_signed_out: '现在可以关闭此页面。',
}
