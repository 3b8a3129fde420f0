import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['リクエストに項目「{field}」がありません。', 'リクエストに必須項目がありません。'],
  field_invalid: [
    '項目「{field}」が正しくありません。必要な値：{expected}。',
    '項目「{field}」が正しくありません。',
    'リクエストの項目が正しくありません。',
  ],
  too_many_symbols: [
    '一度に{count}個のシンボルが要求されましたが、最大は{max}個です。数を減らしてください。',
    '一度に要求されたシンボルが多すぎます。数を減らしてください。',
  ],
  unknown_route: 'このアドレスには何もありません。',
  method_not_allowed: [
    'このアドレスはそのメソッドに対応していません。対応しているもの：{allowed}。',
    'このアドレスはそのメソッドに対応していません。',
  ],
  body_too_large: 'リクエストが大きすぎます。',
  body_malformed: 'リクエストの本文を読み取れませんでした。',
  url_malformed: 'リクエストのアドレスを読み取れませんでした。',
  url_too_long: 'リクエストのアドレスが長すぎます。',
  unsupported_body: '本文はフォームとして送信してください（application/x-www-form-urlencoded）。',
  unsupported_feature: [
    'このブローカーは次の機能を提供していません：{feature}。',
    'このブローカーはその機能を提供していません。',
  ],
  confirm_mismatch: '注文がプレビューされたものと異なります。もう一度プレビューしてください。',
  internal_error: '当方で問題が発生しました。しばらくしてから、もう一度お試しください。',
  with_reference: ['{sentence}（照会番号：{reference}）', '{sentence}', '当方で問題が発生しました。'],

  expected_above_zero: 'ゼロより大きい数値',
  expected_characters: '{max}文字以内',
  expected_duration: '{type}注文では{duration}',
  expected_in_body: 'リクエスト本文内の値',
  expected_no_price: '{type}注文では値なし',
  expected_number: '{max}桁以内の通常の数値',
  expected_one_of: '次のいずれか：{choices}',
  expected_one_value: '1つの値',
  expected_price: 'ゼロより大きい価格',
  expected_request_id: '1～64文字の英数字、ハイフン、またはアンダースコア',
  expected_same_id: 'アドレスにある注文のID',
  expected_short_names: '{max}文字以内の名前',
  expected_whole_number: 'ゼロより大きい整数',

  feature_expiring_orders: '任意の日時に失効する注文',
  feature_guaranteed_stops: '保証付きストップ',
  feature_password_login: 'パスワードによるログイン',
  feature_reversing: 'ポジションのドテン',
  feature_stop_limit: 'ストップリミット注文',

  field_accountId: '口座',
  field_limitPrice: '指値価格',
  field_maxCount: '項目数',
  field_qty: '数量',
  field_stopLoss: 'ストップロス',
  field_stopPrice: '逆指値価格',
  field_takeProfit: 'テイクプロフィット',
  field_trailingStopPips: 'トレーリングストップの幅',
}
