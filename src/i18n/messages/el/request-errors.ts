import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: ['Από το αίτημα λείπει το πεδίο «{field}».', 'Από το αίτημα λείπει ένα υποχρεωτικό πεδίο.'],
  field_invalid: [
    'Το πεδίο «{field}» δεν είναι έγκυρο. Αναμενόταν: {expected}.',
    'Το πεδίο «{field}» δεν είναι έγκυρο.',
    'Ένα πεδίο του αιτήματος δεν είναι έγκυρο.',
  ],
  too_many_symbols: [
    'Ζητήθηκαν {count} σύμβολα ταυτόχρονα, αλλά το μέγιστο είναι {max}. Ζητήστε λιγότερα.',
    'Ζητήθηκαν πάρα πολλά σύμβολα ταυτόχρονα. Ζητήστε λιγότερα.',
  ],
  unknown_route: 'Δεν υπάρχει τίποτα σε αυτή τη διεύθυνση.',
  method_not_allowed: [
    'Αυτή η διεύθυνση δεν υποστηρίζει αυτή τη μέθοδο. Υποστηρίζει: {allowed}.',
    'Αυτή η διεύθυνση δεν υποστηρίζει αυτή τη μέθοδο.',
  ],
  body_too_large: 'Το αίτημα είναι πολύ μεγάλο.',
  body_malformed: 'Το περιεχόμενο του αιτήματος δεν μπόρεσε να διαβαστεί.',
  url_malformed: 'Η διεύθυνση του αιτήματος δεν μπόρεσε να διαβαστεί.',
  url_too_long: 'Η διεύθυνση του αιτήματος είναι πολύ μεγάλη.',
  unsupported_body: 'Το περιεχόμενο πρέπει να αποσταλεί ως φόρμα (application/x-www-form-urlencoded).',
  unsupported_feature: [
    'Αυτός ο μεσίτης δεν προσφέρει το εξής: {feature}.',
    'Αυτός ο μεσίτης δεν το προσφέρει.',
  ],
  confirm_mismatch: 'Η εντολή διαφέρει από αυτήν της προεπισκόπησης. Δείτε ξανά την προεπισκόπηση.',
  internal_error: 'Κάτι πήγε στραβά από την πλευρά μας. Δοκιμάστε ξανά σε λίγο.',
  with_reference: ['{sentence} (Αναφορά: {reference})', '{sentence}', 'Κάτι πήγε στραβά από την πλευρά μας.'],

  expected_above_zero: 'ένας αριθμός μεγαλύτερος από το μηδέν',
  expected_characters: 'το πολύ {max} χαρακτήρες',
  expected_duration: '{duration} σε εντολή τύπου {type}',
  expected_in_body: 'η τιμή στο περιεχόμενο του αιτήματος',
  expected_no_price: 'καμία τιμή σε εντολή τύπου {type}',
  expected_number: 'ένας απλός αριθμός με το πολύ {max} ψηφία',
  expected_one_of: 'ένα από τα {choices}',
  expected_one_value: 'μία μόνο τιμή',
  expected_price: 'μια τιμή μεγαλύτερη από το μηδέν',
  expected_request_id: '1 έως 64 γράμματα, ψηφία, παύλες ή κάτω παύλες',
  expected_same_id: 'το αναγνωριστικό της εντολής από τη διεύθυνση',
  expected_short_names: 'ονόματα με το πολύ {max} χαρακτήρες',
  expected_whole_number: 'ένας ακέραιος μεγαλύτερος από το μηδέν',

  feature_expiring_orders: 'εντολές που λήγουν σε χρόνο της επιλογής σας',
  feature_guaranteed_stops: 'εγγυημένα stop',
  feature_password_login: 'σύνδεση με κωδικό πρόσβασης',
  feature_reversing: 'αντιστροφή θέσης',
  feature_stop_limit: 'εντολές stop-limit',

  field_accountId: 'Λογαριασμός',
  field_limitPrice: 'Τιμή limit',
  field_maxCount: 'Πλήθος στοιχείων',
  field_qty: 'Ποσότητα',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Τιμή stop',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Απόσταση του trailing stop',
}
