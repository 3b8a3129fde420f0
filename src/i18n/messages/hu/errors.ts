import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials:
    'A bejelentkezési név vagy a jelszó helytelen. Ellenőrizze mindkettőt, és próbálja újra.',
  unknown_server: [
    'Nincs „{server}” nevű szerver. Jelentkezzen be csak az e-mail-címével vagy szerver\\e-mail formában.',
    'Ez a szerver nem ismert. Jelentkezzen be csak az e-mail-címével vagy szerver\\e-mail formában.',
  ],
  login_throttled: [
    'Túl sok bejelentkezési kísérlet. Várjon {seconds} másodpercet, és próbálja újra.',
    'Túl sok bejelentkezési kísérlet. Várjon néhány percet, és próbálja újra.',
  ],
  session_expired: 'A munkamenete lejárt. Jelentkezzen be újra.',

  account_not_found: 'Ez a számla nem létezik, vagy nem az Öné.',
  account_not_active: 'Ez a számla nem aktív. Forduljon a brókeréhez.',
  instrument_not_found: [
    'A(z) „{instrument}” szimbólummal ezen a számlán nem lehet kereskedni.',
    'Ezzel a szimbólummal ezen a számlán nem lehet kereskedni.',
  ],
  order_not_found: [
    'Ezen a számlán nincs {orderId} azonosítójú megbízás.',
    'Ezen a számlán nincs ilyen megbízás.',
  ],
  position_not_found: [
    'Ezen a számlán nincs {positionId} azonosítójú nyitott pozíció.',
    'Ezen a számlán nincs ilyen nyitott pozíció.',
  ],

  qty_not_positive: 'A mennyiségnek nagyobbnak kell lennie nullánál.',
  qty_below_min: [
    'A(z) {qty} mennyiség túl kicsi. A minimum lotban: {min}.',
    'A mennyiség kisebb a szimbólum minimumánál. Növelje meg.',
  ],
  qty_above_max: [
    'A(z) {qty} mennyiség túl nagy. A maximum lotban: {max}.',
    'A mennyiség nagyobb a szimbólum maximumánál. Csökkentse.',
  ],
  qty_off_step: [
    'A(z) {qty} mennyiség nem illik a {step} lotos lépésközhöz. A legközelebbi érvényes mennyiség: {nearest}.',
    'A(z) {qty} mennyiség nem illik a {step} lotos lépésközhöz.',
    'A mennyiség nem illik a szimbólum lépésközéhez. Módosítsa.',
  ],
  price_not_positive: [
    '{field}: az értéknek nagyobbnak kell lennie nullánál.',
    'Az árnak nagyobbnak kell lennie nullánál.',
  ],
  price_off_tick: [
    '{field}: a(z) {price} nem illik a {tick} tickmérethez. A legközelebbi érvényes ár: {nearest}.',
    'A(z) {price} ár nem illik a {tick} tickmérethez. A legközelebbi érvényes ár: {nearest}.',
    'Az ár nem illik a szimbólum tickméretéhez. Módosítsa.',
  ],
  limit_price_missing: 'A limit megbízáshoz limitár kell. Adjon meg egyet.',
  stop_price_missing: 'A stop megbízáshoz stopár kell. Adjon meg egyet.',
  stop_price_wrong_side: [
    'A(z) {price} stopár a piac rossz oldalán van; a piaci ár: {market}. Vételi megbízás stopárának a piac felett, eladásiénak alatta kell lennie.',
    'A stopár a piac rossz oldalán van. Vételi megbízás stopárának a piac felett, eladásiénak alatta kell lennie.',
  ],
  stop_loss_wrong_side: [
    'A(z) {price} stop loss a(z) {reference} ár rossz oldalán van. Vételnél az ár alatt, eladásnál felette kell lennie.',
    'A stop loss az ár rossz oldalán van. Vételnél az ár alatt, eladásnál felette kell lennie.',
  ],
  take_profit_wrong_side: [
    'A(z) {price} take profit a(z) {reference} ár rossz oldalán van. Vételnél az ár felett, eladásnál alatta kell lennie.',
    'A take profit az ár rossz oldalán van. Vételnél az ár felett, eladásnál alatta kell lennie.',
  ],
  brackets_unsupported: 'A brókere ezen a számlán nem engedélyez stop losst vagy take profitot.',
  trailing_stop_unsupported:
    'A brókere ezen a számlán nem engedélyez követő stopot. Használjon helyette rögzített stop losst.',
  trailing_stop_not_positive: 'A követő stop távolságának nagyobbnak kell lennie nullánál.',
  trailing_stop_off_step: [
    'A követő stop pipben megadott távolsága csak {step} többszöröse lehet. A(z) {pips} értékhez legközelebbi: {nearest}.',
    'A követő stop távolsága nem többszöröse a legkisebb lépésköznek.',
  ],
  trailing_stop_with_stop_loss: 'Válasszon stop losst vagy követő stopot, de ne mindkettőt.',
  partial_close_unsupported:
    'A brókere ezen a számlán nem engedélyezi a pozíció részleges zárását. Zárja le a teljes pozíciót.',
  close_qty_above_position: [
    'Nem zárható {qty} lot: a nyitott mennyiség csak {open} lot.',
    'Nem zárhat többet, mint amennyi nyitva van. Csökkentse a mennyiséget.',
  ],
  leverage_fixed: [
    'A számla tőkeáttételét a brókere 1:{leverage} értékre állította, és itt nem módosítható.',
    'A számla tőkeáttételét a brókere állította be, és itt nem módosítható.',
  ],
  leverage_unknown: [
    'A brókere nem tesz közzé tőkeáttételt ehhez: {instrument}.',
    'A brókere nem tesz közzé tőkeáttételt ehhez a szimbólumhoz.',
  ],

  market_closed: 'A szimbólum piaca zárva van. Próbálja újra, amikor kinyit.',
  margin_too_low:
    'Nincs elég szabad fedezet ezen a számlán. Csökkentse a mennyiséget, vagy fizessen be pénzt.',
  closing_only: 'Ezzel a szimbólummal jelenleg csak pozíciót lehet zárni.',
  order_type_not_allowed_now:
    'Ez a megbízástípus jelenleg nem lehetséges ezzel a szimbólummal. Próbáljon másik típust.',
  order_already_final: [
    'A(z) {orderId} megbízás már teljesült vagy törölték, ezért már nem módosítható.',
    'A megbízás már teljesült vagy törölték, ezért már nem módosítható.',
  ],
  level_refused: [
    'A bróker nem fogadta el a stop losst vagy a take profitot: {reason}',
    'A bróker nem fogadta el a stop losst vagy a take profitot. Lehet, hogy túl közel van a piachoz.',
  ],
  bracket_not_removed:
    'A stop losst vagy a take profitot nem sikerült eltávolítani. Ellenőrizze a megbízást, és próbálja újra.',
  rejected: ['A bróker elutasította a kérést: {reason}', 'A bróker indoklás nélkül elutasította a kérést.'],

  request_id_reused:
    'Ezt a kérést már egy másik megbízáshoz használták, ezért nem történt megbízás. Adja meg újra a megbízást.',
  outcome_unknown:
    'A bróker nem igazolta vissza a kérést, ezért lehet, hogy teljesült, lehet, hogy nem. Ellenőrizze megbízásait és pozícióit, mielőtt újra próbálja.',

  upstream_unavailable: 'A bróker jelenleg nem érhető el. Próbálja újra egy perc múlva.',
  upstream_timeout: 'A bróker túl sokáig nem válaszolt. Próbálja újra kis idő múlva.',
  upstream_malformed: 'A bróker értelmezhetetlen választ küldött. Próbálja újra kis idő múlva.',
  rate_limited: [
    'A bróker túl sok kérést kap. Próbálja újra {seconds} másodperc múlva.',
    'A bróker túl sok kérést kap. Próbálja újra néhány másodperc múlva.',
  ],
  too_busy: [
    'Jelenleg túl sok kérés várakozik. Próbálja újra {seconds} másodperc múlva.',
    'Jelenleg túl sok kérés várakozik. Próbálja újra néhány másodperc múlva.',
  ],
  no_turn:
    'Jelenleg nem lehet biztonságosan megbízást adni, ezért ez a megbízás nem lett elküldve. Próbálja újra egy perc múlva.',
  catalogue_loading: 'A szimbólumok listája még töltődik. Próbálja újra egy perc múlva.',
  data_feed_unconfigured:
    'Ez az átjáró nem szolgáltat piaci adatokat: üzemeltetője nem állított be fiókot az olvasásukhoz.',
  data_feed_unavailable: 'A piaci adatok jelenleg nem olvashatók. Próbálja újra egy perc múlva.',
  history_range_too_long: [
    'Az időtartam túl hosszú: egyszerre legfeljebb {bars} gyertya olvasható. Kérjen rövidebbet.',
    'Az időtartam túl hosszú ahhoz, hogy egyszerre olvasható legyen. Kérjen rövidebbet.',
  ],

  note_refused_by_broker: ['A bróker elutasította: {reason}', 'A bróker elutasította.'],
  note_expired: 'A megbízás lejárt.',
  note_bracket_moved_to_position: 'A megbízás teljesült: ez a szint most a pozíciót védi.',
  note_bracket_removed: 'Ezt a szintet eltávolították.',
  note_parent_ended: 'A megbízás vagy pozíció, amelyet ez a szint védett, véget ért.',

  warning_market_closed: 'A szimbólum piaca zárva van: a megbízást elutasíthatják, vagy a nyitásig várhat.',
  warning_margin_too_low: 'Lehet, hogy ezen a számlán nincs elég szabad fedezet a megbízáshoz.',
  warning_trading_halted: 'A kereskedés ezzel a szimbólummal szünetel: a megbízást elutasíthatják.',
}
