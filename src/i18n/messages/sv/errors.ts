import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: 'Användarnamnet eller lösenordet är inte korrekt. Kontrollera båda och försök igen.',
  unknown_server: [
    'Det finns ingen server som heter ”{server}”. Logga in med bara din e-postadress eller som server\\e-post.',
    'Den här servern är inte känd. Logga in med bara din e-postadress eller som server\\e-post.',
  ],
  login_throttled: [
    'För många inloggningsförsök. Vänta {seconds} s och försök igen.',
    'För många inloggningsförsök. Vänta några minuter och försök igen.',
  ],
  session_expired: 'Din session har avslutats. Logga in igen.',

  account_not_found: 'Det här kontot finns inte eller tillhör inte dig.',
  account_not_active: 'Det här kontot är inte aktivt. Kontakta din mäklare.',
  instrument_not_found: [
    'Symbolen ”{instrument}” kan inte handlas på det här kontot.',
    'Den här symbolen kan inte handlas på det här kontot.',
  ],
  order_not_found: [
    'Det finns ingen order {orderId} på det här kontot.',
    'Det finns ingen sådan order på det här kontot.',
  ],
  position_not_found: [
    'Det finns ingen öppen position {positionId} på det här kontot.',
    'Det finns ingen sådan öppen position på det här kontot.',
  ],

  qty_not_positive: 'Kvantiteten måste vara större än noll.',
  qty_below_min: [
    'Kvantiteten {qty} är för liten. Minimum i lottar är {min}.',
    'Kvantiteten är under minimum för den här symbolen. Öka den.',
  ],
  qty_above_max: [
    'Kvantiteten {qty} är för stor. Maximum i lottar är {max}.',
    'Kvantiteten är över maximum för den här symbolen. Minska den.',
  ],
  qty_off_step: [
    'Kvantiteten {qty} passar inte steget på {step} lottar. Närmaste giltiga kvantitet är {nearest}.',
    'Kvantiteten {qty} passar inte steget på {step} lottar.',
    'Kvantiteten passar inte den här symbolens steg. Ändra den.',
  ],
  price_not_positive: ['{field}: värdet måste vara större än noll.', 'Priset måste vara större än noll.'],
  price_off_tick: [
    '{field}: {price} passar inte tickstorleken {tick}. Närmaste giltiga pris är {nearest}.',
    'Priset {price} passar inte tickstorleken {tick}. Närmaste giltiga pris är {nearest}.',
    'Priset passar inte den här symbolens tickstorlek. Ändra det.',
  ],
  limit_price_missing: 'En limitorder behöver ett limitpris. Ange ett.',
  stop_price_missing: 'En stopporder behöver ett stoppris. Ange ett.',
  stop_price_wrong_side: [
    'Stoppriset {price} ligger på fel sida av marknaden, som står i {market}. En köporders stoppris måste ligga över marknaden, en säljorders under.',
    'Stoppriset ligger på fel sida av marknaden. En köporders stoppris måste ligga över marknaden, en säljorders under.',
  ],
  stop_loss_wrong_side: [
    'Stop loss {price} ligger på fel sida av {reference}. Den måste ligga under priset vid köp och över vid försäljning.',
    'Stop loss ligger på fel sida av priset. Den måste ligga under priset vid köp och över vid försäljning.',
  ],
  take_profit_wrong_side: [
    'Take profit {price} ligger på fel sida av {reference}. Den måste ligga över priset vid köp och under vid försäljning.',
    'Take profit ligger på fel sida av priset. Den måste ligga över priset vid köp och under vid försäljning.',
  ],
  brackets_unsupported: 'Din mäklare tillåter inte stop loss eller take profit på det här kontot.',
  trailing_stop_unsupported:
    'Din mäklare tillåter inte glidande stopp på det här kontot. Använd en fast stop loss i stället.',
  trailing_stop_not_positive: 'Avståndet för det glidande stoppet måste vara större än noll.',
  trailing_stop_off_step: [
    'Avståndet för det glidande stoppet måste vara en multipel av {step} pips. Det värde som är närmast {pips} är {nearest}.',
    'Det här avståndet är inte en multipel av det minsta steget.',
  ],
  trailing_stop_with_stop_loss: 'Välj antingen en stop loss eller ett glidande stopp, inte båda.',
  partial_close_unsupported:
    'Din mäklare tillåter inte att en position stängs delvis på det här kontot. Stäng hela positionen i stället.',
  close_qty_above_position: [
    'Du kan inte stänga {qty} lottar: bara {open} är öppna.',
    'Du kan inte stänga mer än vad som är öppet. Minska kvantiteten.',
  ],
  leverage_fixed: [
    'Hävstången för det här kontot är satt till 1:{leverage} av din mäklare och kan inte ändras här.',
    'Hävstången för det här kontot är satt av din mäklare och kan inte ändras här.',
  ],
  leverage_unknown: [
    'Din mäklare anger ingen hävstång för {instrument}.',
    'Din mäklare anger ingen hävstång för den här symbolen.',
  ],

  market_closed: 'Marknaden för den här symbolen är stängd. Försök igen när den öppnar.',
  margin_too_low:
    'Det finns inte tillräckligt med fri marginal på det här kontot. Minska kvantiteten eller sätt in pengar.',
  closing_only: 'Just nu går det bara att stänga positioner i den här symbolen.',
  order_type_not_allowed_now:
    'Den här ordertypen är inte möjlig i den här symbolen just nu. Prova en annan typ.',
  order_already_final: [
    'Ordern {orderId} är redan utförd eller annullerad och kan inte längre ändras.',
    'Ordern är redan utförd eller annullerad och kan inte längre ändras.',
  ],
  level_refused: [
    'Mäklaren godtog inte din stop loss eller take profit: {reason}',
    'Mäklaren godtog inte din stop loss eller take profit. Den kan ligga för nära marknaden.',
  ],
  bracket_not_removed:
    'Din stop loss eller take profit kunde inte tas bort. Kontrollera ordern och försök igen.',
  rejected: ['Mäklaren avvisade begäran: {reason}', 'Mäklaren avvisade begäran utan att ange något skäl.'],

  request_id_reused:
    'Den här begäran har redan använts för en annan order, så inget har lagts. Lägg ordern igen.',
  outcome_unknown:
    'Mäklaren bekräftade inte begäran, så den kan ha utförts eller inte. Kontrollera dina order och positioner innan du försöker igen.',

  upstream_unavailable: 'Mäklaren kan inte nås just nu. Försök igen om en minut.',
  upstream_timeout: 'Mäklaren tog för lång tid på sig att svara. Försök igen om en stund.',
  upstream_malformed: 'Mäklaren skickade ett svar som inte gick att förstå. Försök igen om en stund.',
  rate_limited: [
    'Mäklaren tar emot för många förfrågningar. Försök igen om {seconds} s.',
    'Mäklaren tar emot för många förfrågningar. Försök igen om några sekunder.',
  ],
  too_busy: [
    'För många förfrågningar väntar just nu. Försök igen om {seconds} s.',
    'För många förfrågningar väntar just nu. Försök igen om några sekunder.',
  ],
  no_turn:
    'Ordrar kan inte läggas på ett säkert sätt just nu, så den här har inte lagts. Försök igen om en minut.',
  catalogue_loading: 'Symbollistan håller fortfarande på att laddas. Försök igen om en minut.',
  data_feed_unconfigured:
    'Den här gatewayen lämnar inga marknadsdata: dess operatör har inte angett något konto att läsa dem genom.',
  data_feed_unavailable: 'Marknadsdata kan inte läsas just nu. Försök igen om en minut.',
  history_range_too_long: [
    'Intervallet är för långt: högst {bars} staplar kan läsas åt gången. Begär ett kortare.',
    'Intervallet är för långt för att läsas på en gång. Begär ett kortare.',
  ],

  note_refused_by_broker: ['Avvisad av mäklaren: {reason}', 'Avvisad av mäklaren.'],
  note_expired: 'Ordern har förfallit.',
  note_bracket_moved_to_position: 'Ordern utfördes: den här nivån skyddar nu positionen.',
  note_bracket_removed: 'Den här nivån togs bort.',
  note_parent_ended: 'Ordern eller positionen som den här nivån skyddade har avslutats.',

  warning_market_closed:
    'Marknaden för den här symbolen är stängd: ordern kan avvisas eller vänta tills den öppnar.',
  warning_margin_too_low: 'Det kanske inte finns tillräckligt med fri marginal på det här kontot för ordern.',
  warning_trading_halted: 'Handeln i den här symbolen är stoppad: ordern kan avvisas.',
}
