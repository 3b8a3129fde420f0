import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials:
    'Numele de utilizator sau parola nu este corectă. Verificați-le pe ambele și încercați din nou.',
  unknown_server: [
    'Nu există niciun server cu numele „{server}”. Conectați-vă doar cu adresa de e-mail sau în forma server\\e-mail.',
    'Acest server nu este cunoscut. Conectați-vă doar cu adresa de e-mail sau în forma server\\e-mail.',
  ],
  login_throttled: [
    'Prea multe încercări de conectare. Așteptați {seconds} s și încercați din nou.',
    'Prea multe încercări de conectare. Așteptați câteva minute și încercați din nou.',
  ],
  session_expired: 'Sesiunea s-a încheiat. Conectați-vă din nou.',

  account_not_found: 'Acest cont nu există sau nu vă aparține.',
  account_not_active: 'Acest cont nu este activ. Contactați brokerul.',
  instrument_not_found: [
    'Simbolul „{instrument}” nu poate fi tranzacționat în acest cont.',
    'Acest simbol nu poate fi tranzacționat în acest cont.',
  ],
  order_not_found: [
    'Nu există niciun ordin {orderId} în acest cont.',
    'Nu există un astfel de ordin în acest cont.',
  ],
  position_not_found: [
    'Nu există nicio poziție deschisă {positionId} în acest cont.',
    'Nu există o astfel de poziție deschisă în acest cont.',
  ],

  qty_not_positive: 'Cantitatea trebuie să fie mai mare decât zero.',
  qty_below_min: [
    'Cantitatea {qty} este prea mică. Minimul în loturi este {min}.',
    'Cantitatea este sub minimul pentru acest simbol. Măriți-o.',
  ],
  qty_above_max: [
    'Cantitatea {qty} este prea mare. Maximul în loturi este {max}.',
    'Cantitatea este peste maximul pentru acest simbol. Reduceți-o.',
  ],
  qty_off_step: [
    'Cantitatea {qty} nu respectă pasul de {step} loturi. Cea mai apropiată cantitate validă este {nearest}.',
    'Cantitatea {qty} nu respectă pasul de {step} loturi.',
    'Cantitatea nu respectă pasul acestui simbol. Modificați-o.',
  ],
  price_not_positive: [
    '{field}: valoarea trebuie să fie mai mare decât zero.',
    'Prețul trebuie să fie mai mare decât zero.',
  ],
  price_off_tick: [
    '{field}: {price} nu respectă tickul de {tick}. Cel mai apropiat preț valid este {nearest}.',
    'Prețul {price} nu respectă tickul de {tick}. Cel mai apropiat preț valid este {nearest}.',
    'Prețul nu respectă tickul acestui simbol. Modificați-l.',
  ],
  limit_price_missing: 'Un ordin limită necesită un preț limită. Introduceți unul.',
  stop_price_missing: 'Un ordin stop necesită un preț stop. Introduceți unul.',
  stop_price_wrong_side: [
    'Prețul stop {price} este pe partea greșită a pieței, care se află la {market}. Prețul stop al unui ordin de cumpărare trebuie să fie peste piață, iar al unui ordin de vânzare sub ea.',
    'Prețul stop este pe partea greșită a pieței. Prețul stop al unui ordin de cumpărare trebuie să fie peste piață, iar al unui ordin de vânzare sub ea.',
  ],
  stop_loss_wrong_side: [
    'Stop loss-ul {price} este pe partea greșită față de {reference}. Trebuie să fie sub preț la cumpărare și peste preț la vânzare.',
    'Stop loss-ul este pe partea greșită a prețului. Trebuie să fie sub preț la cumpărare și peste preț la vânzare.',
  ],
  take_profit_wrong_side: [
    'Take profit-ul {price} este pe partea greșită față de {reference}. Trebuie să fie peste preț la cumpărare și sub preț la vânzare.',
    'Take profit-ul este pe partea greșită a prețului. Trebuie să fie peste preț la cumpărare și sub preț la vânzare.',
  ],
  brackets_unsupported: 'Brokerul nu permite stop loss sau take profit în acest cont.',
  trailing_stop_unsupported:
    'Brokerul nu permite trailing stop în acest cont. Folosiți în schimb un stop loss fix.',
  trailing_stop_not_positive: 'Distanța trailing stop-ului trebuie să fie mai mare decât zero.',
  trailing_stop_off_step: [
    'Distanța trailing stop-ului trebuie să fie un multiplu de {step} pipși. Valoarea cea mai apropiată de {pips} este {nearest}.',
    'Această distanță a trailing stop-ului nu este un multiplu al pasului minim.',
  ],
  trailing_stop_with_stop_loss: 'Alegeți fie un stop loss, fie un trailing stop, nu ambele.',
  partial_close_unsupported:
    'Brokerul nu permite închiderea parțială a unei poziții în acest cont. Închideți întreaga poziție.',
  close_qty_above_position: [
    'Nu puteți închide {qty} loturi: numărul de loturi deschise este doar {open}.',
    'Nu puteți închide mai mult decât este deschis. Reduceți cantitatea.',
  ],
  leverage_fixed: [
    'Levierul acestui cont este stabilit de broker la 1:{leverage} și nu poate fi modificat aici.',
    'Levierul acestui cont este stabilit de broker și nu poate fi modificat aici.',
  ],
  leverage_unknown: [
    'Brokerul nu publică un levier pentru {instrument}.',
    'Brokerul nu publică un levier pentru acest simbol.',
  ],

  market_closed: 'Piața pentru acest simbol este închisă. Încercați din nou când se deschide.',
  margin_too_low:
    'Nu există suficientă marjă liberă în acest cont. Reduceți cantitatea sau adăugați fonduri.',
  closing_only: 'Momentan, la acest simbol se pot doar închide poziții.',
  order_type_not_allowed_now:
    'Momentan, acest tip de ordin nu este posibil la acest simbol. Încercați alt tip.',
  order_already_final: [
    'Ordinul {orderId} a fost deja executat sau anulat și nu mai poate fi modificat.',
    'Ordinul a fost deja executat sau anulat și nu mai poate fi modificat.',
  ],
  level_refused: [
    'Brokerul nu a acceptat stop loss-ul sau take profit-ul: {reason}',
    'Brokerul nu a acceptat stop loss-ul sau take profit-ul. Poate fi prea aproape de piață.',
  ],
  bracket_not_removed:
    'Stop loss-ul sau take profit-ul nu a putut fi eliminat. Verificați ordinul și încercați din nou.',
  rejected: ['Brokerul a respins cererea: {reason}', 'Brokerul a respins cererea fără a indica un motiv.'],

  request_id_reused:
    'Această cerere a fost deja folosită pentru alt ordin, deci nu a fost plasat nimic. Plasați ordinul din nou.',
  outcome_unknown:
    'Brokerul nu a confirmat cererea, deci este posibil să fi fost executată sau nu. Verificați ordinele și pozițiile înainte de a încerca din nou.',

  upstream_unavailable: 'Momentan brokerul nu poate fi contactat. Încercați din nou peste un minut.',
  upstream_timeout: 'Brokerul a răspuns prea târziu. Încercați din nou peste câteva momente.',
  upstream_malformed: 'Brokerul a trimis un răspuns de neînțeles. Încercați din nou peste câteva momente.',
  rate_limited: [
    'Brokerul primește prea multe cereri. Încercați din nou peste {seconds} s.',
    'Brokerul primește prea multe cereri. Încercați din nou peste câteva secunde.',
  ],
  too_busy: [
    'Momentan sunt prea multe cereri în așteptare. Încercați din nou peste {seconds} s.',
    'Momentan sunt prea multe cereri în așteptare. Încercați din nou peste câteva secunde.',
  ],
  no_turn:
    'Momentan ordinele nu pot fi plasate în siguranță, deci acest ordin nu a fost plasat. Încercați din nou peste un minut.',
  catalogue_loading: 'Lista de simboluri încă se încarcă. Încercați din nou peste un minut.',
  data_feed_unconfigured:
    'Acest gateway nu oferă date de piață: operatorul său nu a configurat un cont pentru citirea lor.',
  data_feed_unavailable: 'Momentan datele de piață nu pot fi citite. Încercați din nou peste un minut.',
  history_range_too_long: [
    'Intervalul este prea lung: se pot citi cel mult {bars} bare odată. Cereți unul mai scurt.',
    'Intervalul este prea lung pentru a fi citit odată. Cereți unul mai scurt.',
  ],

  note_refused_by_broker: ['Respins de broker: {reason}', 'Respins de broker.'],
  note_expired: 'Ordinul a expirat.',
  note_bracket_moved_to_position: 'Ordinul a fost executat: acest nivel protejează acum poziția.',
  note_bracket_removed: 'Acest nivel a fost eliminat.',
  note_parent_ended: 'Ordinul sau poziția pe care o proteja acest nivel s-a încheiat.',

  warning_market_closed:
    'Piața pentru acest simbol este închisă: ordinul poate fi respins sau poate aștepta deschiderea.',
  warning_margin_too_low: 'Este posibil ca în acest cont să nu fie suficientă marjă liberă pentru ordin.',
  warning_trading_halted: 'Tranzacționarea acestui simbol este suspendată: ordinul poate fi respins.',
}
