import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['الطلب ينقصه الحقل "{field}".', 'الطلب ينقصه حقل مطلوب.'],
  field_invalid: [
    'الحقل "{field}" غير صالح. المتوقع: {expected}.',
    'الحقل "{field}" غير صالح.',
    'أحد حقول الطلب غير صالح.',
  ],
  too_many_symbols: [
    'عدد الرموز المطلوبة دفعة واحدة {count}، والحد الأقصى {max}. اطلب عددًا أقل.',
    'طُلبت رموز كثيرة جدًا دفعة واحدة. اطلب عددًا أقل.',
  ],
  unknown_route: 'لا يوجد شيء في هذا العنوان.',
  method_not_allowed: [
    'هذا العنوان لا يدعم هذه الطريقة. الطرق المدعومة: {allowed}.',
    'هذا العنوان لا يدعم هذه الطريقة.',
  ],
  body_too_large: 'الطلب كبير جدًا.',
  body_malformed: 'تعذرت قراءة محتوى الطلب.',
  url_malformed: 'تعذرت قراءة عنوان الطلب.',
  url_too_long: 'عنوان الطلب طويل جدًا.',
  unsupported_body: 'يجب إرسال المحتوى كنموذج (application/x-www-form-urlencoded).',
  unsupported_feature: ['لا يقدم هذا الوسيط ما يلي: {feature}.', 'لا يقدم هذا الوسيط ذلك.'],
  confirm_mismatch: 'يختلف الأمر عن الأمر الذي تمت معاينته. يرجى معاينته مرة أخرى.',
  internal_error: 'حدث خطأ من جانبنا. يرجى المحاولة مرة أخرى بعد لحظات.',
  with_reference: ['{sentence} (المرجع: {reference})', '{sentence}', 'حدث خطأ من جانبنا.'],

  expected_above_zero: 'رقم أكبر من صفر',
  expected_characters: '{max} حرفًا على الأكثر',
  expected_duration: '{duration} مع أمر من النوع {type}',
  expected_in_body: 'القيمة في محتوى الطلب',
  expected_no_price: 'بلا قيمة مع أمر من النوع {type}',
  expected_number: 'رقم عادي لا تزيد خاناته على {max}',
  expected_one_of: 'إحدى القيم {choices}',
  expected_one_value: 'قيمة واحدة',
  expected_price: 'سعر أكبر من صفر',
  expected_request_id: 'من 1 إلى 64 من الحروف أو الأرقام أو الواصلات أو الشرطات السفلية',
  expected_same_id: 'معرّف الأمر الوارد في العنوان',
  expected_short_names: 'أسماء لا يزيد طولها على {max} حرفًا',
  expected_whole_number: 'عدد صحيح أكبر من صفر',

  feature_expiring_orders: 'أوامر تنتهي في وقت تختاره',
  feature_guaranteed_stops: 'أوامر وقف مضمونة',
  feature_password_login: 'تسجيل الدخول بكلمة مرور',
  feature_reversing: 'عكس المركز',
  feature_stop_limit: 'أوامر الإيقاف المحددة',

  field_accountId: 'الحساب',
  field_limitPrice: 'السعر المحدد',
  field_maxCount: 'عدد العناصر',
  field_qty: 'الكمية',
  field_stopLoss: 'وقف الخسارة',
  field_stopPrice: 'سعر الإيقاف',
  field_takeProfit: 'جني الأرباح',
  field_trailingStopPips: 'مسافة الوقف المتحرك',
}
