import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Σύνδεση σε {broker}', 'Σύνδεση'],
  login_email: 'Email',
  login_password: 'Κωδικός πρόσβασης',
  login_server: 'Διακομιστής',
  login_server_demo: 'Δοκιμαστικός',
  login_server_live: 'Πραγματικός',
  login_submit: 'Σύνδεση',

  login_email_missing: 'Εισαγάγετε το email σας.',
  login_password_missing: 'Εισαγάγετε τον κωδικό πρόσβασής σας.',
  login_server_missing: 'Επιλέξτε διακομιστή.',
  login_wrong_credentials:
    'Το email ή ο κωδικός πρόσβασης δεν είναι σωστός. Ελέγξτε και τα δύο και δοκιμάστε ξανά.',
  login_locked: [
    'Αυτή η σύνδεση είναι κλειδωμένη. Επικοινωνήστε με {broker}.',
    'Αυτή η σύνδεση είναι κλειδωμένη. Επικοινωνήστε με τον μεσίτη σας.',
  ],
  login_too_many_attempts: [
    'Πάρα πολλές προσπάθειες σύνδεσης. Δοκιμάστε ξανά σε {minutes} λεπ.',
    'Πάρα πολλές προσπάθειες σύνδεσης. Δοκιμάστε ξανά σε {seconds} δευτ.',
    'Πάρα πολλές προσπάθειες σύνδεσης. Δοκιμάστε ξανά σε λίγα λεπτά.',
  ],
  login_upstream_down: [
    'Δεν είναι δυνατή η επικοινωνία με {broker} αυτή τη στιγμή. Δοκιμάστε ξανά σε ένα λεπτό.',
    'Δεν είναι δυνατή η επικοινωνία με τον μεσίτη αυτή τη στιγμή. Δοκιμάστε ξανά σε ένα λεπτό.',
  ],
  login_page_expired: 'Αυτή η σελίδα έμεινε ανοιχτή πολλή ώρα. Συνδεθείτε ξανά.',
  login_cookies_missing:
    'Αυτή η σελίδα χρειάζεται cookies. Επιτρέψτε τα στο πρόγραμμα περιήγησης και συνδεθείτε ξανά.',

  login_failed_title: 'Η σύνδεση δεν είναι δυνατή',
  login_link_invalid:
    'Αυτός ο σύνδεσμος σύνδεσης δεν είναι έγκυρος. Κλείστε αυτή τη σελίδα και ξεκινήστε ξανά από το TradingView.',
  login_signed_out_title: 'Αποσυνδεθήκατε',
  login_signed_out: 'Μπορείτε τώρα να κλείσετε αυτή τη σελίδα.',
}
