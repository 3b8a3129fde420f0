import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['{broker} 로그인', '로그인'],
  login_email: '이메일',
  login_password: '비밀번호',
  login_server: '서버',
  login_server_demo: '데모',
  login_server_live: '실거래',
  login_submit: '로그인',

  login_email_missing: '이메일 주소를 입력해 주세요.',
  login_password_missing: '비밀번호를 입력해 주세요.',
  login_server_missing: '서버를 선택해 주세요.',
  login_wrong_credentials:
    '이메일 주소 또는 비밀번호가 올바르지 않습니다. 둘 다 확인한 후 다시 시도해 주세요.',
  login_locked: [
    '이 로그인은 잠겨 있습니다. {broker}에 문의해 주세요.',
    '이 로그인은 잠겨 있습니다. 브로커에 문의해 주세요.',
  ],
  login_too_many_attempts: [
    '로그인 시도가 너무 많습니다. {minutes}분 후에 다시 시도해 주세요.',
    '로그인 시도가 너무 많습니다. {seconds}초 후에 다시 시도해 주세요.',
    '로그인 시도가 너무 많습니다. 몇 분 후에 다시 시도해 주세요.',
  ],
  login_upstream_down: [
    '현재 {broker}에 연결할 수 없습니다. 1분 후에 다시 시도해 주세요.',
    '현재 브로커에 연결할 수 없습니다. 1분 후에 다시 시도해 주세요.',
  ],
  login_page_expired: '이 페이지가 너무 오래 열려 있었습니다. 다시 로그인해 주세요.',
  login_cookies_missing:
    '이 페이지에는 쿠키가 필요합니다. 브라우저에서 쿠키를 허용한 후 다시 로그인해 주세요.',

  login_failed_title: '로그인할 수 없습니다',
  login_link_invalid:
    '이 로그인 링크는 유효하지 않습니다. 이 페이지를 닫고 TradingView에서 다시 시작해 주세요.',
  login_signed_out_title: '로그아웃되었습니다',
  login_signed_out: '이제 이 페이지를 닫아도 됩니다.',
}
