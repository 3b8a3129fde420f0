import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: 'Il nome utente o la password non è corretto. Controllare entrambi e riprovare.',
  unknown_server: [
    'Non esiste alcun server chiamato «{server}». Accedere solo con l’indirizzo e-mail oppure come server\\e-mail.',
    'Questo server non è noto. Accedere solo con l’indirizzo e-mail oppure come server\\e-mail.',
  ],
  login_throttled: [
    'Troppi tentativi di accesso. Attendere {seconds} s e riprovare.',
    'Troppi tentativi di accesso. Attendere qualche minuto e riprovare.',
  ],
  session_expired: 'La sessione è terminata. Effettuare di nuovo l’accesso.',

  account_not_found: 'Questo conto non esiste o appartiene a qualcun altro.',
  account_not_active: 'Questo conto non è attivo. Contattare il proprio broker.',
  instrument_not_found: [
    'Il simbolo «{instrument}» non può essere negoziato su questo conto.',
    'Questo simbolo non può essere negoziato su questo conto.',
  ],
  order_not_found: [
    'Su questo conto non c’è alcun ordine {orderId}.',
    'Questo ordine non esiste su questo conto.',
  ],
  position_not_found: [
    'Su questo conto non c’è alcuna posizione aperta {positionId}.',
    'Questa posizione aperta non esiste su questo conto.',
  ],

  qty_not_positive: 'La quantità deve essere maggiore di zero.',
  qty_below_min: [
    'La quantità {qty} è troppo piccola. Il minimo in lotti è {min}.',
    'La quantità è inferiore al minimo per questo simbolo. Aumentarla.',
  ],
  qty_above_max: [
    'La quantità {qty} è troppo grande. Il massimo in lotti è {max}.',
    'La quantità è superiore al massimo per questo simbolo. Ridurla.',
  ],
  qty_off_step: [
    'La quantità {qty} non rispetta l’incremento di {step} lotti. La quantità valida più vicina è {nearest}.',
    'La quantità {qty} non rispetta l’incremento di {step} lotti.',
    'La quantità non rispetta l’incremento di questo simbolo. Modificarla.',
  ],
  price_not_positive: [
    '{field}: il valore deve essere maggiore di zero.',
    'Il prezzo deve essere maggiore di zero.',
  ],
  price_off_tick: [
    '{field}: {price} non rispetta il tick di {tick}. Il prezzo valido più vicino è {nearest}.',
    'Il prezzo {price} non rispetta il tick di {tick}. Il prezzo valido più vicino è {nearest}.',
    'Il prezzo non rispetta il tick di questo simbolo. Modificarlo.',
  ],
  limit_price_missing: 'Un ordine limite richiede un prezzo limite. Inserirne uno.',
  stop_price_missing: 'Un ordine stop richiede un prezzo stop. Inserirne uno.',
  stop_price_wrong_side: [
    'Il prezzo stop {price} è dal lato sbagliato del mercato, che è a {market}. Il prezzo stop di un ordine di acquisto deve essere sopra il mercato, quello di un ordine di vendita sotto.',
    'Il prezzo stop è dal lato sbagliato del mercato. Il prezzo stop di un ordine di acquisto deve essere sopra il mercato, quello di un ordine di vendita sotto.',
  ],
  stop_loss_wrong_side: [
    'Lo stop loss {price} è dal lato sbagliato di {reference}. Deve essere sotto il prezzo in acquisto e sopra in vendita.',
    'Lo stop loss è dal lato sbagliato del prezzo. Deve essere sotto il prezzo in acquisto e sopra in vendita.',
  ],
  take_profit_wrong_side: [
    'Il take profit {price} è dal lato sbagliato di {reference}. Deve essere sopra il prezzo in acquisto e sotto in vendita.',
    'Il take profit è dal lato sbagliato del prezzo. Deve essere sopra il prezzo in acquisto e sotto in vendita.',
  ],
  brackets_unsupported: 'Il broker non consente stop loss o take profit su questo conto.',
  trailing_stop_unsupported:
    'Il broker non consente trailing stop su questo conto. Usare invece uno stop loss fisso.',
  trailing_stop_not_positive: 'La distanza del trailing stop deve essere maggiore di zero.',
  trailing_stop_off_step: [
    'La distanza del trailing stop deve essere un multiplo di {step} pip. Il valore più vicino a {pips} è {nearest}.',
    'La distanza del trailing stop non è un multiplo dell’incremento minimo.',
  ],
  trailing_stop_with_stop_loss: 'Scegliere uno stop loss o un trailing stop, non entrambi.',
  partial_close_unsupported:
    'Il broker non consente la chiusura parziale di una posizione su questo conto. Chiudere invece l’intera posizione.',
  close_qty_above_position: [
    'Non è possibile chiudere {qty} lotti: i lotti aperti sono solo {open}.',
    'Non è possibile chiudere più di quanto è aperto. Ridurre la quantità.',
  ],
  leverage_fixed: [
    'La leva di questo conto è fissata a 1:{leverage} dal broker e non può essere modificata qui.',
    'La leva di questo conto è fissata dal broker e non può essere modificata qui.',
  ],
  leverage_unknown: [
    'Il broker non pubblica una leva per {instrument}.',
    'Il broker non pubblica una leva per questo simbolo.',
  ],

  market_closed: 'Il mercato di questo simbolo è chiuso. Riprovare alla riapertura.',
  margin_too_low:
    'Il margine libero su questo conto non è sufficiente. Ridurre la quantità o aggiungere fondi.',
  closing_only: 'Al momento su questo simbolo è possibile solo chiudere posizioni.',
  order_type_not_allowed_now:
    'Al momento questo tipo di ordine non è possibile su questo simbolo. Provare un altro tipo.',
  order_already_final: [
    'L’ordine {orderId} è già stato eseguito o annullato e non può più essere modificato.',
    'L’ordine è già stato eseguito o annullato e non può più essere modificato.',
  ],
  level_refused: [
    'Il broker non ha accettato lo stop loss o il take profit: {reason}',
    'Il broker non ha accettato lo stop loss o il take profit. Potrebbe essere troppo vicino al mercato.',
  ],
  bracket_not_removed:
    'Non è stato possibile rimuovere lo stop loss o il take profit. Controllare l’ordine e riprovare.',
  rejected: [
    'Il broker ha rifiutato la richiesta: {reason}',
    'Il broker ha rifiutato la richiesta senza indicare il motivo.',
  ],

  request_id_reused:
    'Questa richiesta è già stata usata per un altro ordine, quindi nulla è stato inserito. Inserire di nuovo l’ordine.',
  outcome_unknown:
    'Il broker non ha confermato la richiesta, che potrebbe essere stata eseguita oppure no. Controllare ordini e posizioni prima di riprovare.',

  upstream_unavailable: 'Al momento il broker non è raggiungibile. Riprovare tra un minuto.',
  upstream_timeout: 'Il broker ha impiegato troppo tempo a rispondere. Riprovare tra poco.',
  upstream_malformed: 'Il broker ha inviato una risposta incomprensibile. Riprovare tra poco.',
  rate_limited: [
    'Il broker sta ricevendo troppe richieste. Riprovare tra {seconds} s.',
    'Il broker sta ricevendo troppe richieste. Riprovare tra qualche secondo.',
  ],
  too_busy: [
    'Al momento troppe richieste sono in attesa. Riprovare tra {seconds} s.',
    'Al momento troppe richieste sono in attesa. Riprovare tra qualche secondo.',
  ],
  no_turn:
    'Al momento non è possibile inserire ordini in sicurezza, quindi questo non è stato inserito. Riprovare tra un minuto.',
  catalogue_loading: 'L’elenco dei simboli è ancora in caricamento. Riprovare tra un minuto.',
  data_feed_unconfigured:
    'Questo gateway non fornisce dati di mercato: il gestore non ha configurato alcun conto per leggerli.',
  data_feed_unavailable: 'Al momento i dati di mercato non possono essere letti. Riprovare tra un minuto.',
  history_range_too_long: [
    'L’intervallo è troppo lungo: si possono leggere al massimo {bars} barre alla volta. Richiederne uno più breve.',
    'L’intervallo è troppo lungo per essere letto in una volta. Richiederne uno più breve.',
  ],

  note_refused_by_broker: ['Rifiutato dal broker: {reason}', 'Rifiutato dal broker.'],
  note_expired: 'L’ordine è scaduto.',
  note_bracket_moved_to_position: 'L’ordine è stato eseguito: ora questo livello protegge la posizione.',
  note_bracket_removed: 'Questo livello è stato rimosso.',
  note_parent_ended: 'L’ordine o la posizione che questo livello proteggeva è terminato.',

  warning_market_closed:
    'Il mercato di questo simbolo è chiuso: l’ordine potrebbe essere rifiutato o attendere l’apertura.',
  warning_margin_too_low: 'Il margine libero su questo conto potrebbe non bastare per l’ordine.',
  warning_trading_halted: 'La negoziazione di questo simbolo è sospesa: l’ordine potrebbe essere rifiutato.',
}
