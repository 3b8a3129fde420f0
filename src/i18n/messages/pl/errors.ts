import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: 'Login lub hasło jest nieprawidłowe. Sprawdź oba i spróbuj ponownie.',
  unknown_server: [
    'Nie ma serwera o nazwie „{server}”. Zaloguj się samym adresem e-mail lub w postaci serwer\\e-mail.',
    'Ten serwer nie jest znany. Zaloguj się samym adresem e-mail lub w postaci serwer\\e-mail.',
  ],
  login_throttled: [
    'Zbyt wiele prób logowania. Odczekaj {seconds} s i spróbuj ponownie.',
    'Zbyt wiele prób logowania. Odczekaj kilka minut i spróbuj ponownie.',
  ],
  session_expired: 'Sesja wygasła. Zaloguj się ponownie.',

  account_not_found: 'To konto nie istnieje lub nie należy do Ciebie.',
  account_not_active: 'To konto nie jest aktywne. Skontaktuj się ze swoim brokerem.',
  instrument_not_found: [
    'Symbolem „{instrument}” nie można handlować na tym koncie.',
    'Tym symbolem nie można handlować na tym koncie.',
  ],
  order_not_found: ['Na tym koncie nie ma zlecenia {orderId}.', 'Na tym koncie nie ma takiego zlecenia.'],
  position_not_found: [
    'Na tym koncie nie ma otwartej pozycji {positionId}.',
    'Na tym koncie nie ma takiej otwartej pozycji.',
  ],

  qty_not_positive: 'Ilość musi być większa od zera.',
  qty_below_min: [
    'Ilość {qty} jest zbyt mała. Minimum w lotach to {min}.',
    'Ilość jest poniżej minimum dla tego symbolu. Zwiększ ją.',
  ],
  qty_above_max: [
    'Ilość {qty} jest zbyt duża. Maksimum w lotach to {max}.',
    'Ilość jest powyżej maksimum dla tego symbolu. Zmniejsz ją.',
  ],
  qty_off_step: [
    'Ilość {qty} nie pasuje do kroku {step} lota. Najbliższa prawidłowa ilość to {nearest}.',
    'Ilość {qty} nie pasuje do kroku {step} lota.',
    'Ilość nie pasuje do kroku tego symbolu. Zmień ją.',
  ],
  price_not_positive: ['{field}: wartość musi być większa od zera.', 'Cena musi być większa od zera.'],
  price_off_tick: [
    '{field}: {price} nie pasuje do ticka {tick}. Najbliższa prawidłowa cena to {nearest}.',
    'Cena {price} nie pasuje do ticka {tick}. Najbliższa prawidłowa cena to {nearest}.',
    'Cena nie pasuje do ticka tego symbolu. Zmień ją.',
  ],
  limit_price_missing: 'Zlecenie limit wymaga ceny limit. Podaj ją.',
  stop_price_missing: 'Zlecenie stop wymaga ceny stop. Podaj ją.',
  stop_price_wrong_side: [
    'Cena stop {price} jest po niewłaściwej stronie rynku, który wynosi {market}. Cena stop zlecenia kupna musi być powyżej rynku, a zlecenia sprzedaży poniżej.',
    'Cena stop jest po niewłaściwej stronie rynku. Cena stop zlecenia kupna musi być powyżej rynku, a zlecenia sprzedaży poniżej.',
  ],
  stop_loss_wrong_side: [
    'Stop loss {price} jest po niewłaściwej stronie ceny {reference}. Przy kupnie musi być poniżej ceny, a przy sprzedaży powyżej.',
    'Stop loss jest po niewłaściwej stronie ceny. Przy kupnie musi być poniżej ceny, a przy sprzedaży powyżej.',
  ],
  take_profit_wrong_side: [
    'Take profit {price} jest po niewłaściwej stronie ceny {reference}. Przy kupnie musi być powyżej ceny, a przy sprzedaży poniżej.',
    'Take profit jest po niewłaściwej stronie ceny. Przy kupnie musi być powyżej ceny, a przy sprzedaży poniżej.',
  ],
  brackets_unsupported: 'Twój broker nie pozwala na tym koncie na stop loss ani take profit.',
  trailing_stop_unsupported:
    'Twój broker nie pozwala na tym koncie na trailing stop. Użyj zamiast niego stałego zlecenia stop loss.',
  trailing_stop_not_positive: 'Odległość trailing stop musi być większa od zera.',
  trailing_stop_off_step: [
    'Odległość trailing stop w pipsach musi być wielokrotnością {step}. Wartość najbliższa {pips} to {nearest}.',
    'Ta odległość trailing stop nie jest wielokrotnością najmniejszego kroku.',
  ],
  trailing_stop_with_stop_loss: 'Wybierz stop loss albo trailing stop, nie oba naraz.',
  partial_close_unsupported:
    'Twój broker nie pozwala na tym koncie na częściowe zamknięcie pozycji. Zamknij całą pozycję.',
  close_qty_above_position: [
    'Nie można zamknąć ilości {qty}: otwarta ilość w lotach to tylko {open}.',
    'Nie można zamknąć więcej, niż jest otwarte. Zmniejsz ilość.',
  ],
  leverage_fixed: [
    'Dźwignia tego konta jest ustalona przez Twojego brokera na 1:{leverage} i nie można jej tutaj zmienić.',
    'Dźwignia tego konta jest ustalona przez Twojego brokera i nie można jej tutaj zmienić.',
  ],
  leverage_unknown: [
    'Twój broker nie podaje dźwigni dla {instrument}.',
    'Twój broker nie podaje dźwigni dla tego symbolu.',
  ],

  market_closed: 'Rynek dla tego symbolu jest zamknięty. Spróbuj ponownie po jego otwarciu.',
  margin_too_low: 'Na tym koncie jest za mało wolnego depozytu. Zmniejsz ilość lub wpłać środki.',
  closing_only: 'Obecnie na tym symbolu można tylko zamykać pozycje.',
  order_type_not_allowed_now:
    'Ten typ zlecenia nie jest obecnie dostępny dla tego symbolu. Spróbuj innego typu.',
  order_already_final: [
    'Zlecenie {orderId} zostało już zrealizowane lub anulowane i nie można go zmienić.',
    'Zlecenie zostało już zrealizowane lub anulowane i nie można go zmienić.',
  ],
  level_refused: [
    'Broker nie przyjął poziomu stop loss lub take profit: {reason}',
    'Broker nie przyjął poziomu stop loss lub take profit. Może być zbyt blisko rynku.',
  ],
  bracket_not_removed:
    'Nie udało się usunąć poziomu stop loss lub take profit. Sprawdź zlecenie i spróbuj ponownie.',
  rejected: ['Broker odrzucił żądanie: {reason}', 'Broker odrzucił żądanie bez podania przyczyny.'],

  request_id_reused:
    'To żądanie zostało już użyte dla innego zlecenia, dlatego nic nie złożono. Złóż zlecenie ponownie.',
  outcome_unknown:
    'Broker nie potwierdził żądania, więc mogło zostać wykonane lub nie. Sprawdź swoje zlecenia i pozycje, zanim spróbujesz ponownie.',

  upstream_unavailable: 'Broker jest obecnie nieosiągalny. Spróbuj ponownie za minutę.',
  upstream_timeout: 'Broker zbyt długo nie odpowiadał. Spróbuj ponownie za chwilę.',
  upstream_malformed: 'Broker przysłał niezrozumiałą odpowiedź. Spróbuj ponownie za chwilę.',
  rate_limited: [
    'Broker otrzymuje zbyt wiele żądań. Spróbuj ponownie za {seconds} s.',
    'Broker otrzymuje zbyt wiele żądań. Spróbuj ponownie za kilka sekund.',
  ],
  too_busy: [
    'Obecnie oczekuje zbyt wiele żądań. Spróbuj ponownie za {seconds} s.',
    'Obecnie oczekuje zbyt wiele żądań. Spróbuj ponownie za kilka sekund.',
  ],
  no_turn:
    'Obecnie nie można bezpiecznie składać zleceń, dlatego to zlecenie nie zostało złożone. Spróbuj ponownie za minutę.',
  catalogue_loading: 'Lista symboli jest jeszcze wczytywana. Spróbuj ponownie za minutę.',
  data_feed_unconfigured:
    'Ta brama nie udostępnia danych rynkowych: jej operator nie ustawił konta do ich odczytu.',
  data_feed_unavailable: 'Danych rynkowych nie można obecnie odczytać. Spróbuj ponownie za minutę.',
  history_range_too_long: [
    'Zakres jest zbyt długi: naraz można odczytać najwyżej {bars} świec. Zapytaj o krótszy.',
    'Zakres jest zbyt długi, aby odczytać go naraz. Zapytaj o krótszy.',
  ],

  note_refused_by_broker: ['Odrzucone przez brokera: {reason}', 'Odrzucone przez brokera.'],
  note_expired: 'Zlecenie wygasło.',
  note_bracket_moved_to_position: 'Zlecenie zostało zrealizowane: ten poziom chroni teraz pozycję.',
  note_bracket_removed: 'Ten poziom został usunięty.',
  note_parent_ended: 'Zlecenie lub pozycja, którą chronił ten poziom, została zakończona.',

  warning_market_closed:
    'Rynek dla tego symbolu jest zamknięty: zlecenie może zostać odrzucone lub poczekać na otwarcie.',
  warning_margin_too_low: 'Na tym koncie może brakować wolnego depozytu na to zlecenie.',
  warning_trading_halted: 'Handel tym symbolem jest wstrzymany: zlecenie może zostać odrzucone.',
}
