import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials:
    'Der Login oder das Passwort ist nicht korrekt. Bitte prüfen Sie beides und versuchen Sie es erneut.',
  unknown_server: [
    'Es gibt keinen Server namens „{server}“. Melden Sie sich nur mit Ihrer E-Mail-Adresse an oder in der Form Server\\E-Mail.',
    'Dieser Server ist nicht bekannt. Melden Sie sich nur mit Ihrer E-Mail-Adresse an oder in der Form Server\\E-Mail.',
  ],
  login_throttled: [
    'Zu viele Anmeldeversuche. Bitte warten Sie {seconds} s und versuchen Sie es erneut.',
    'Zu viele Anmeldeversuche. Bitte warten Sie einige Minuten und versuchen Sie es erneut.',
  ],
  session_expired: 'Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an.',

  account_not_found: 'Dieses Konto existiert nicht oder gehört nicht Ihnen.',
  account_not_active: 'Dieses Konto ist nicht aktiv. Bitte wenden Sie sich an Ihren Broker.',
  instrument_not_found: [
    'Das Symbol „{instrument}“ kann auf diesem Konto nicht gehandelt werden.',
    'Dieses Symbol kann auf diesem Konto nicht gehandelt werden.',
  ],
  order_not_found: [
    'Auf diesem Konto gibt es keine Order {orderId}.',
    'Auf diesem Konto gibt es keine solche Order.',
  ],
  position_not_found: [
    'Auf diesem Konto gibt es keine offene Position {positionId}.',
    'Auf diesem Konto gibt es keine solche offene Position.',
  ],

  qty_not_positive: 'Die Menge muss größer als null sein.',
  qty_below_min: [
    'Die Menge {qty} ist zu klein. Das Minimum in Lots beträgt {min}.',
    'Die Menge liegt unter dem Minimum für dieses Symbol. Bitte erhöhen Sie sie.',
  ],
  qty_above_max: [
    'Die Menge {qty} ist zu groß. Das Maximum in Lots beträgt {max}.',
    'Die Menge liegt über dem Maximum für dieses Symbol. Bitte verringern Sie sie.',
  ],
  qty_off_step: [
    'Die Menge {qty} passt nicht zur Schrittweite von {step} Lot. Die nächste gültige Menge ist {nearest}.',
    'Die Menge {qty} passt nicht zur Schrittweite von {step} Lot.',
    'Die Menge passt nicht zur Schrittweite dieses Symbols. Bitte ändern Sie sie.',
  ],
  price_not_positive: [
    '{field}: Der Wert muss größer als null sein.',
    'Der Preis muss größer als null sein.',
  ],
  price_off_tick: [
    '{field}: {price} passt nicht zur Tickgröße von {tick}. Der nächste gültige Preis ist {nearest}.',
    'Der Preis {price} passt nicht zur Tickgröße von {tick}. Der nächste gültige Preis ist {nearest}.',
    'Der Preis passt nicht zur Tickgröße dieses Symbols. Bitte ändern Sie ihn.',
  ],
  limit_price_missing: 'Eine Limit-Order braucht einen Limitpreis. Bitte geben Sie einen ein.',
  stop_price_missing: 'Eine Stop-Order braucht einen Stoppreis. Bitte geben Sie einen ein.',
  stop_price_wrong_side: [
    'Der Stoppreis {price} liegt auf der falschen Seite des Marktes, der bei {market} steht. Bei einer Kauforder muss der Stoppreis über dem Markt liegen, bei einer Verkaufsorder darunter.',
    'Der Stoppreis liegt auf der falschen Seite des Marktes. Bei einer Kauforder muss der Stoppreis über dem Markt liegen, bei einer Verkaufsorder darunter.',
  ],
  stop_loss_wrong_side: [
    'Der Stop-Loss {price} liegt auf der falschen Seite von {reference}. Er muss beim Kauf unter dem Preis liegen und beim Verkauf darüber.',
    'Der Stop-Loss liegt auf der falschen Seite des Preises. Er muss beim Kauf unter dem Preis liegen und beim Verkauf darüber.',
  ],
  take_profit_wrong_side: [
    'Der Take-Profit {price} liegt auf der falschen Seite von {reference}. Er muss beim Kauf über dem Preis liegen und beim Verkauf darunter.',
    'Der Take-Profit liegt auf der falschen Seite des Preises. Er muss beim Kauf über dem Preis liegen und beim Verkauf darunter.',
  ],
  brackets_unsupported: 'Ihr Broker lässt auf diesem Konto weder Stop-Loss noch Take-Profit zu.',
  trailing_stop_unsupported:
    'Ihr Broker lässt auf diesem Konto keine Trailing-Stops zu. Verwenden Sie stattdessen einen festen Stop-Loss.',
  trailing_stop_not_positive: 'Der Abstand des Trailing-Stops muss größer als null sein.',
  trailing_stop_off_step: [
    'Der Abstand des Trailing-Stops muss ein Vielfaches von {step} Pips sein. Der nächste Wert zu {pips} ist {nearest}.',
    'Der Abstand des Trailing-Stops ist kein Vielfaches der kleinsten Schrittweite.',
  ],
  trailing_stop_with_stop_loss: 'Wählen Sie entweder einen Stop-Loss oder einen Trailing-Stop, nicht beides.',
  partial_close_unsupported:
    'Ihr Broker lässt auf diesem Konto das teilweise Schließen einer Position nicht zu. Schließen Sie stattdessen die ganze Position.',
  close_qty_above_position: [
    'Sie können nicht {qty} Lot schließen: Offen sind nur {open} Lot.',
    'Sie können nicht mehr schließen, als offen ist. Bitte verringern Sie die Menge.',
  ],
  leverage_fixed: [
    'Der Hebel dieses Kontos ist von Ihrem Broker auf 1:{leverage} festgelegt und kann hier nicht geändert werden.',
    'Der Hebel dieses Kontos ist von Ihrem Broker festgelegt und kann hier nicht geändert werden.',
  ],
  leverage_unknown: [
    'Ihr Broker veröffentlicht keinen Hebel für {instrument}.',
    'Ihr Broker veröffentlicht keinen Hebel für dieses Symbol.',
  ],

  market_closed:
    'Der Markt für dieses Symbol ist geschlossen. Bitte versuchen Sie es erneut, wenn er öffnet.',
  margin_too_low:
    'Auf diesem Konto ist nicht genug freie Margin vorhanden. Verringern Sie die Menge oder zahlen Sie Geld ein.',
  closing_only: 'Bei diesem Symbol können derzeit nur Positionen geschlossen werden.',
  order_type_not_allowed_now:
    'Diese Orderart ist bei diesem Symbol derzeit nicht möglich. Versuchen Sie eine andere.',
  order_already_final: [
    'Die Order {orderId} wurde bereits ausgeführt oder storniert und kann nicht mehr geändert werden.',
    'Die Order wurde bereits ausgeführt oder storniert und kann nicht mehr geändert werden.',
  ],
  level_refused: [
    'Der Broker hat den Stop-Loss oder den Take-Profit nicht angenommen: {reason}',
    'Der Broker hat den Stop-Loss oder den Take-Profit nicht angenommen. Vielleicht liegt er zu nah am Markt.',
  ],
  bracket_not_removed:
    'Der Stop-Loss oder der Take-Profit konnte nicht entfernt werden. Bitte prüfen Sie die Order und versuchen Sie es erneut.',
  rejected: [
    'Der Broker hat die Anfrage abgelehnt: {reason}',
    'Der Broker hat die Anfrage ohne Angabe eines Grundes abgelehnt.',
  ],

  request_id_reused:
    'Diese Anfrage wurde bereits für eine andere Order verwendet, daher wurde nichts platziert. Bitte platzieren Sie die Order erneut.',
  outcome_unknown:
    'Der Broker hat die Anfrage nicht bestätigt, sie könnte also ausgeführt worden sein oder nicht. Prüfen Sie Ihre Orders und Positionen, bevor Sie es erneut versuchen.',

  upstream_unavailable:
    'Der Broker ist derzeit nicht erreichbar. Bitte versuchen Sie es in einer Minute erneut.',
  upstream_timeout: 'Der Broker hat zu lange nicht geantwortet. Bitte versuchen Sie es gleich noch einmal.',
  upstream_malformed:
    'Der Broker hat eine unverständliche Antwort gesendet. Bitte versuchen Sie es gleich noch einmal.',
  rate_limited: [
    'Der Broker erhält zu viele Anfragen. Bitte versuchen Sie es in {seconds} s erneut.',
    'Der Broker erhält zu viele Anfragen. Bitte versuchen Sie es in einigen Sekunden erneut.',
  ],
  too_busy: [
    'Derzeit warten zu viele Anfragen. Bitte versuchen Sie es in {seconds} s erneut.',
    'Derzeit warten zu viele Anfragen. Bitte versuchen Sie es in einigen Sekunden erneut.',
  ],
  no_turn:
    'Orders können derzeit nicht sicher platziert werden, daher wurde diese nicht platziert. Bitte versuchen Sie es in einer Minute erneut.',
  catalogue_loading: 'Die Symbolliste wird noch geladen. Bitte versuchen Sie es in einer Minute erneut.',
  data_feed_unconfigured:
    'Dieses Gateway liefert keine Marktdaten: Der Betreiber hat kein Konto eingerichtet, über das sie gelesen werden könnten.',
  data_feed_unavailable:
    'Marktdaten können derzeit nicht gelesen werden. Bitte versuchen Sie es in einer Minute erneut.',
  history_range_too_long: [
    'Der Zeitraum ist zu lang: Auf einmal können höchstens {bars} Balken gelesen werden. Bitte fragen Sie einen kürzeren an.',
    'Der Zeitraum ist zu lang, um auf einmal gelesen zu werden. Bitte fragen Sie einen kürzeren an.',
  ],

  note_refused_by_broker: ['Vom Broker abgelehnt: {reason}', 'Vom Broker abgelehnt.'],
  note_expired: 'Die Order ist verfallen.',
  note_bracket_moved_to_position: 'Die Order wurde ausgeführt: Dieses Niveau schützt jetzt die Position.',
  note_bracket_removed: 'Dieses Niveau wurde entfernt.',
  note_parent_ended: 'Die Order oder Position, die dieses Niveau geschützt hat, ist beendet.',

  warning_market_closed:
    'Der Markt für dieses Symbol ist geschlossen: Die Order wird möglicherweise abgelehnt oder wartet bis zur Öffnung.',
  warning_margin_too_low:
    'Möglicherweise ist auf diesem Konto nicht genug freie Margin für die Order vorhanden.',
  warning_trading_halted:
    'Der Handel mit diesem Symbol ist ausgesetzt: Die Order wird möglicherweise abgelehnt.',
}
