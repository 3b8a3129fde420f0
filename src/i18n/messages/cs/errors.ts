import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: 'Přihlašovací jméno nebo heslo není správné. Zkontrolujte obojí a zkuste to znovu.',
  unknown_server: [
    'Server s názvem „{server}“ neexistuje. Přihlaste se pouze svým e-mailem nebo ve tvaru server\\e-mail.',
    'Tento server není známý. Přihlaste se pouze svým e-mailem nebo ve tvaru server\\e-mail.',
  ],
  login_throttled: [
    'Příliš mnoho pokusů o přihlášení. Počkejte {seconds} s a zkuste to znovu.',
    'Příliš mnoho pokusů o přihlášení. Počkejte několik minut a zkuste to znovu.',
  ],
  session_expired: 'Vaše relace skončila. Přihlaste se znovu.',

  account_not_found: 'Tento účet neexistuje nebo vám nepatří.',
  account_not_active: 'Tento účet není aktivní. Obraťte se na svého brokera.',
  instrument_not_found: [
    'Se symbolem „{instrument}“ nelze na tomto účtu obchodovat.',
    'S tímto symbolem nelze na tomto účtu obchodovat.',
  ],
  order_not_found: ['Na tomto účtu není žádný příkaz {orderId}.', 'Na tomto účtu takový příkaz není.'],
  position_not_found: [
    'Na tomto účtu není žádná otevřená pozice {positionId}.',
    'Na tomto účtu taková otevřená pozice není.',
  ],

  qty_not_positive: 'Množství musí být větší než nula.',
  qty_below_min: [
    'Množství {qty} je příliš malé. Minimum v lotech je {min}.',
    'Množství je pod minimem pro tento symbol. Zvyšte je.',
  ],
  qty_above_max: [
    'Množství {qty} je příliš velké. Maximum v lotech je {max}.',
    'Množství je nad maximem pro tento symbol. Snižte je.',
  ],
  qty_off_step: [
    'Množství {qty} neodpovídá kroku {step} lotu. Nejbližší platné množství je {nearest}.',
    'Množství {qty} neodpovídá kroku {step} lotu.',
    'Množství neodpovídá kroku tohoto symbolu. Změňte je.',
  ],
  price_not_positive: ['{field}: hodnota musí být větší než nula.', 'Cena musí být větší než nula.'],
  price_off_tick: [
    '{field}: {price} neodpovídá velikosti ticku {tick}. Nejbližší platná cena je {nearest}.',
    'Cena {price} neodpovídá velikosti ticku {tick}. Nejbližší platná cena je {nearest}.',
    'Cena neodpovídá velikosti ticku tohoto symbolu. Změňte ji.',
  ],
  limit_price_missing: 'Příkaz limit vyžaduje limitní cenu. Zadejte ji.',
  stop_price_missing: 'Příkaz stop vyžaduje stop cenu. Zadejte ji.',
  stop_price_wrong_side: [
    'Stop cena {price} je na špatné straně trhu, který je na {market}. Stop cena nákupního příkazu musí být nad trhem, prodejního pod ním.',
    'Stop cena je na špatné straně trhu. Stop cena nákupního příkazu musí být nad trhem, prodejního pod ním.',
  ],
  stop_loss_wrong_side: [
    'Stop loss {price} je na špatné straně ceny {reference}. Při nákupu musí být pod cenou a při prodeji nad ní.',
    'Stop loss je na špatné straně ceny. Při nákupu musí být pod cenou a při prodeji nad ní.',
  ],
  take_profit_wrong_side: [
    'Take profit {price} je na špatné straně ceny {reference}. Při nákupu musí být nad cenou a při prodeji pod ní.',
    'Take profit je na špatné straně ceny. Při nákupu musí být nad cenou a při prodeji pod ní.',
  ],
  brackets_unsupported: 'Váš broker na tomto účtu nepovoluje stop loss ani take profit.',
  trailing_stop_unsupported:
    'Váš broker na tomto účtu nepovoluje trailing stop. Použijte místo něj pevný stop loss.',
  trailing_stop_not_positive: 'Vzdálenost trailing stopu musí být větší než nula.',
  trailing_stop_off_step: [
    'Vzdálenost trailing stopu v pipech musí být násobkem {step}. Nejbližší hodnota k {pips} je {nearest}.',
    'Tato vzdálenost trailing stopu není násobkem nejmenšího kroku.',
  ],
  trailing_stop_with_stop_loss: 'Zvolte buď stop loss, nebo trailing stop, ne obojí.',
  partial_close_unsupported:
    'Váš broker na tomto účtu nepovoluje částečné uzavření pozice. Uzavřete celou pozici.',
  close_qty_above_position: [
    'Nelze uzavřít množství {qty}: otevřené množství v lotech je jen {open}.',
    'Nelze uzavřít více, než je otevřeno. Snižte množství.',
  ],
  leverage_fixed: [
    'Pákový efekt tohoto účtu je nastaven vaším brokerem na 1:{leverage} a zde jej nelze změnit.',
    'Pákový efekt tohoto účtu je nastaven vaším brokerem a zde jej nelze změnit.',
  ],
  leverage_unknown: [
    'Váš broker nezveřejňuje pákový efekt pro {instrument}.',
    'Váš broker nezveřejňuje pákový efekt pro tento symbol.',
  ],

  market_closed: 'Trh pro tento symbol je zavřený. Zkuste to znovu, až se otevře.',
  margin_too_low: 'Na tomto účtu není dostatek volné marže. Snižte množství nebo vložte prostředky.',
  closing_only: 'U tohoto symbolu lze momentálně pouze uzavírat pozice.',
  order_type_not_allowed_now: 'Tento typ příkazu není momentálně u tohoto symbolu možný. Zkuste jiný typ.',
  order_already_final: [
    'Příkaz {orderId} již byl vyplněn nebo zrušen, takže jej už nelze změnit.',
    'Příkaz již byl vyplněn nebo zrušen, takže jej už nelze změnit.',
  ],
  level_refused: [
    'Broker nepřijal stop loss nebo take profit: {reason}',
    'Broker nepřijal stop loss nebo take profit. Možná je příliš blízko trhu.',
  ],
  bracket_not_removed:
    'Stop loss nebo take profit se nepodařilo odstranit. Zkontrolujte příkaz a zkuste to znovu.',
  rejected: ['Broker požadavek odmítl: {reason}', 'Broker požadavek odmítl bez udání důvodu.'],

  request_id_reused:
    'Tento požadavek již byl použit pro jiný příkaz, takže nebylo nic zadáno. Zadejte příkaz znovu.',
  outcome_unknown:
    'Broker požadavek nepotvrdil, mohl tedy být proveden, ale také nemusel. Než to zkusíte znovu, zkontrolujte své příkazy a pozice.',

  upstream_unavailable: 'Broker je momentálně nedostupný. Zkuste to znovu za minutu.',
  upstream_timeout: 'Broker příliš dlouho neodpovídal. Zkuste to za chvíli znovu.',
  upstream_malformed: 'Broker poslal nesrozumitelnou odpověď. Zkuste to za chvíli znovu.',
  rate_limited: [
    'Broker dostává příliš mnoho požadavků. Zkuste to znovu za {seconds} s.',
    'Broker dostává příliš mnoho požadavků. Zkuste to znovu za několik sekund.',
  ],
  too_busy: [
    'Momentálně čeká příliš mnoho požadavků. Zkuste to znovu za {seconds} s.',
    'Momentálně čeká příliš mnoho požadavků. Zkuste to znovu za několik sekund.',
  ],
  no_turn:
    'Příkazy momentálně nelze bezpečně zadávat, takže tento příkaz nebyl zadán. Zkuste to znovu za minutu.',
  catalogue_loading: 'Seznam symbolů se ještě načítá. Zkuste to znovu za minutu.',
  data_feed_unconfigured:
    'Tato brána neposkytuje tržní data: její provozovatel nenastavil účet, přes který by je četla.',
  data_feed_unavailable: 'Tržní data momentálně nelze načíst. Zkuste to znovu za minutu.',
  history_range_too_long: [
    'Rozsah je příliš dlouhý: najednou lze načíst nejvýše {bars} svíček. Zvolte kratší.',
    'Rozsah je příliš dlouhý na jedno načtení. Zvolte kratší.',
  ],

  note_refused_by_broker: ['Odmítnuto brokerem: {reason}', 'Odmítnuto brokerem.'],
  note_expired: 'Platnost příkazu vypršela.',
  note_bracket_moved_to_position: 'Příkaz byl vyplněn: tato úroveň nyní chrání pozici.',
  note_bracket_removed: 'Tato úroveň byla odstraněna.',
  note_parent_ended: 'Příkaz nebo pozice, kterou tato úroveň chránila, skončila.',

  warning_market_closed: 'Trh pro tento symbol je zavřený: příkaz může být odmítnut nebo počká na otevření.',
  warning_margin_too_low: 'Na tomto účtu možná není dostatek volné marže pro tento příkaz.',
  warning_trading_halted: 'Obchodování s tímto symbolem je pozastaveno: příkaz může být odmítnut.',
}
