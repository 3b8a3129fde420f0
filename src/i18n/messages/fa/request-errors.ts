import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['درخواست فیلد «{field}» را ندارد.', 'درخواست یک فیلد الزامی را ندارد.'],
  field_invalid: [
    'فیلد «{field}» معتبر نیست. مورد انتظار: {expected}.',
    'فیلد «{field}» معتبر نیست.',
    'یکی از فیلدهای درخواست معتبر نیست.',
  ],
  too_many_symbols: [
    '{count} نماد هم‌زمان درخواست شد، اما حداکثر {max} نماد ممکن است. تعداد کمتری درخواست کنید.',
    'نمادهای بسیار زیادی هم‌زمان درخواست شد. تعداد کمتری درخواست کنید.',
  ],
  unknown_route: 'در این نشانی چیزی نیست.',
  method_not_allowed: [
    'این نشانی از آن متد پشتیبانی نمی‌کند. متدهای پشتیبانی‌شده: {allowed}.',
    'این نشانی از آن متد پشتیبانی نمی‌کند.',
  ],
  body_too_large: 'درخواست بیش از حد بزرگ است.',
  body_malformed: 'محتوای درخواست خوانده نشد.',
  url_malformed: 'نشانی درخواست خوانده نشد.',
  url_too_long: 'نشانی درخواست بیش از حد طولانی است.',
  unsupported_body: 'محتوا باید به صورت فرم فرستاده شود (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'این کارگزار مورد زیر را ارائه نمی‌دهد: {feature}.',
    'این کارگزار آن را ارائه نمی‌دهد.',
  ],
  confirm_mismatch: 'سفارش با آنچه پیش‌نمایش شد تفاوت دارد. لطفاً دوباره پیش‌نمایش کنید.',
  internal_error: 'مشکلی از سوی ما پیش آمد. لطفاً کمی بعد دوباره تلاش کنید.',
  with_reference: ['{sentence} (شماره پیگیری: {reference})', '{sentence}', 'مشکلی از سوی ما پیش آمد.'],

  expected_above_zero: 'عددی بزرگ‌تر از صفر',
  expected_characters: 'حداکثر {max} نویسه',
  expected_duration: '{duration} برای سفارش از نوع {type}',
  expected_in_body: 'مقدار در محتوای درخواست',
  expected_no_price: 'بدون مقدار برای سفارش از نوع {type}',
  expected_number: 'عددی ساده با حداکثر {max} رقم',
  expected_one_of: 'یکی از {choices}',
  expected_one_value: 'یک مقدار',
  expected_price: 'قیمتی بزرگ‌تر از صفر',
  expected_request_id: '1 تا 64 حرف، رقم، خط تیره یا زیرخط',
  expected_same_id: 'شناسه سفارش موجود در نشانی',
  expected_short_names: 'نام‌هایی با حداکثر {max} نویسه',
  expected_whole_number: 'عددی صحیح بزرگ‌تر از صفر',

  feature_expiring_orders: 'سفارش‌هایی که در زمان دلخواه منقضی می‌شوند',
  feature_guaranteed_stops: 'حد ضرر تضمینی',
  feature_password_login: 'ورود با رمز عبور',
  feature_reversing: 'معکوس کردن موقعیت',
  feature_stop_limit: 'سفارش‌های توقف-محدود',

  field_accountId: 'حساب',
  field_limitPrice: 'قیمت محدود',
  field_maxCount: 'تعداد موارد',
  field_qty: 'مقدار',
  field_stopLoss: 'حد ضرر',
  field_stopPrice: 'قیمت توقف',
  field_takeProfit: 'حد سود',
  field_trailingStopPips: 'فاصله حد ضرر متحرک',
}
