import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials:
    'De gebruikersnaam of het wachtwoord is niet juist. Controleer beide en probeer het opnieuw.',
  unknown_server: [
    'Er is geen server met de naam ‘{server}’. Log alleen met uw e-mailadres in of als server\\e-mail.',
    'Deze server is niet bekend. Log alleen met uw e-mailadres in of als server\\e-mail.',
  ],
  login_throttled: [
    'Te veel inlogpogingen. Wacht {seconds} s en probeer het opnieuw.',
    'Te veel inlogpogingen. Wacht enkele minuten en probeer het opnieuw.',
  ],
  session_expired: 'Uw sessie is beëindigd. Log opnieuw in.',

  account_not_found: 'Deze rekening bestaat niet of is niet van u.',
  account_not_active: 'Deze rekening is niet actief. Neem contact op met uw broker.',
  instrument_not_found: [
    'Het symbool ‘{instrument}’ kan op deze rekening niet worden verhandeld.',
    'Dit symbool kan op deze rekening niet worden verhandeld.',
  ],
  order_not_found: [
    'Er is geen order {orderId} op deze rekening.',
    'Deze order bestaat niet op deze rekening.',
  ],
  position_not_found: [
    'Er is geen open positie {positionId} op deze rekening.',
    'Deze open positie bestaat niet op deze rekening.',
  ],

  qty_not_positive: 'De hoeveelheid moet groter zijn dan nul.',
  qty_below_min: [
    'De hoeveelheid {qty} is te klein. Het minimum in lots is {min}.',
    'De hoeveelheid ligt onder het minimum voor dit symbool. Verhoog deze.',
  ],
  qty_above_max: [
    'De hoeveelheid {qty} is te groot. Het maximum in lots is {max}.',
    'De hoeveelheid ligt boven het maximum voor dit symbool. Verlaag deze.',
  ],
  qty_off_step: [
    'De hoeveelheid {qty} past niet bij de stap van {step} lot. De dichtstbijzijnde geldige hoeveelheid is {nearest}.',
    'De hoeveelheid {qty} past niet bij de stap van {step} lot.',
    'De hoeveelheid past niet bij de stap van dit symbool. Wijzig deze.',
  ],
  price_not_positive: ['{field}: de waarde moet groter zijn dan nul.', 'De prijs moet groter zijn dan nul.'],
  price_off_tick: [
    '{field}: {price} past niet bij de tickgrootte van {tick}. De dichtstbijzijnde geldige prijs is {nearest}.',
    'De prijs {price} past niet bij de tickgrootte van {tick}. De dichtstbijzijnde geldige prijs is {nearest}.',
    'De prijs past niet bij de tickgrootte van dit symbool. Wijzig deze.',
  ],
  limit_price_missing: 'Een limietorder heeft een limietprijs nodig. Vul er een in.',
  stop_price_missing: 'Een stoporder heeft een stopprijs nodig. Vul er een in.',
  stop_price_wrong_side: [
    'De stopprijs {price} ligt aan de verkeerde kant van de markt, die op {market} staat. De stopprijs van een kooporder moet boven de markt liggen, die van een verkooporder eronder.',
    'De stopprijs ligt aan de verkeerde kant van de markt. De stopprijs van een kooporder moet boven de markt liggen, die van een verkooporder eronder.',
  ],
  stop_loss_wrong_side: [
    'De stop-loss {price} ligt aan de verkeerde kant van {reference}. Deze moet bij een koop onder de prijs liggen en bij een verkoop erboven.',
    'De stop-loss ligt aan de verkeerde kant van de prijs. Deze moet bij een koop onder de prijs liggen en bij een verkoop erboven.',
  ],
  take_profit_wrong_side: [
    'De take-profit {price} ligt aan de verkeerde kant van {reference}. Deze moet bij een koop boven de prijs liggen en bij een verkoop eronder.',
    'De take-profit ligt aan de verkeerde kant van de prijs. Deze moet bij een koop boven de prijs liggen en bij een verkoop eronder.',
  ],
  brackets_unsupported: 'Uw broker staat op deze rekening geen stop-loss of take-profit toe.',
  trailing_stop_unsupported:
    'Uw broker staat op deze rekening geen trailing stops toe. Gebruik in plaats daarvan een vaste stop-loss.',
  trailing_stop_not_positive: 'De afstand van de trailing stop moet groter zijn dan nul.',
  trailing_stop_off_step: [
    'De afstand van de trailing stop moet een veelvoud van {step} pips zijn. De dichtstbijzijnde waarde bij {pips} is {nearest}.',
    'Deze afstand van de trailing stop is geen veelvoud van de kleinste stap.',
  ],
  trailing_stop_with_stop_loss: 'Kies een stop-loss of een trailing stop, niet beide.',
  partial_close_unsupported:
    'Uw broker staat op deze rekening niet toe dat een positie gedeeltelijk wordt gesloten. Sluit in plaats daarvan de hele positie.',
  close_qty_above_position: [
    'U kunt geen {qty} lot sluiten: er is maar {open} lot open.',
    'U kunt niet meer sluiten dan er open is. Verlaag de hoeveelheid.',
  ],
  leverage_fixed: [
    'De hefboom van deze rekening is door uw broker op 1:{leverage} ingesteld en kan hier niet worden gewijzigd.',
    'De hefboom van deze rekening is door uw broker ingesteld en kan hier niet worden gewijzigd.',
  ],
  leverage_unknown: [
    'Uw broker publiceert geen hefboom voor {instrument}.',
    'Uw broker publiceert geen hefboom voor dit symbool.',
  ],

  market_closed: 'De markt voor dit symbool is gesloten. Probeer het opnieuw wanneer deze opengaat.',
  margin_too_low: 'Er is niet genoeg vrije marge op deze rekening. Verlaag de hoeveelheid of stort geld.',
  closing_only: 'Op dit moment kunnen in dit symbool alleen posities worden gesloten.',
  order_type_not_allowed_now:
    'Dit type order is op dit moment niet mogelijk in dit symbool. Probeer een ander type.',
  order_already_final: [
    'De order {orderId} is al uitgevoerd of geannuleerd en kan niet meer worden gewijzigd.',
    'De order is al uitgevoerd of geannuleerd en kan niet meer worden gewijzigd.',
  ],
  level_refused: [
    'De broker heeft de stop-loss of de take-profit niet geaccepteerd: {reason}',
    'De broker heeft de stop-loss of de take-profit niet geaccepteerd. Misschien ligt deze te dicht bij de markt.',
  ],
  bracket_not_removed:
    'De stop-loss of de take-profit kon niet worden verwijderd. Controleer de order en probeer het opnieuw.',
  rejected: [
    'De broker heeft het verzoek geweigerd: {reason}',
    'De broker heeft het verzoek geweigerd zonder een reden te geven.',
  ],

  request_id_reused:
    'Dit verzoek is al voor een andere order gebruikt, dus er is niets geplaatst. Plaats de order opnieuw.',
  outcome_unknown:
    'De broker heeft het verzoek niet bevestigd, dus het kan wel of niet zijn uitgevoerd. Controleer uw orders en posities voordat u het opnieuw probeert.',

  upstream_unavailable: 'De broker is op dit moment niet bereikbaar. Probeer het over een minuut opnieuw.',
  upstream_timeout: 'De broker deed er te lang over om te antwoorden. Probeer het zo meteen opnieuw.',
  upstream_malformed: 'De broker stuurde een onbegrijpelijk antwoord. Probeer het zo meteen opnieuw.',
  rate_limited: [
    'De broker ontvangt te veel verzoeken. Probeer het over {seconds} s opnieuw.',
    'De broker ontvangt te veel verzoeken. Probeer het over enkele seconden opnieuw.',
  ],
  too_busy: [
    'Er wachten op dit moment te veel verzoeken. Probeer het over {seconds} s opnieuw.',
    'Er wachten op dit moment te veel verzoeken. Probeer het over enkele seconden opnieuw.',
  ],
  no_turn:
    'Orders kunnen op dit moment niet veilig worden geplaatst, dus deze is niet geplaatst. Probeer het over een minuut opnieuw.',
  catalogue_loading: 'De lijst met symbolen wordt nog geladen. Probeer het over een minuut opnieuw.',
  data_feed_unconfigured:
    'Deze gateway levert geen marktgegevens: de beheerder heeft geen rekening ingesteld om ze mee te lezen.',
  data_feed_unavailable:
    'Marktgegevens kunnen op dit moment niet worden gelezen. Probeer het over een minuut opnieuw.',
  history_range_too_long: [
    'Het bereik is te lang: er kunnen hoogstens {bars} bars tegelijk worden gelezen. Vraag een korter bereik op.',
    'Het bereik is te lang om in één keer te lezen. Vraag een korter bereik op.',
  ],

  note_refused_by_broker: ['Geweigerd door de broker: {reason}', 'Geweigerd door de broker.'],
  note_expired: 'De order is verlopen.',
  note_bracket_moved_to_position: 'De order is uitgevoerd: dit niveau beschermt nu de positie.',
  note_bracket_removed: 'Dit niveau is verwijderd.',
  note_parent_ended: 'De order of positie die dit niveau beschermde, is beëindigd.',

  warning_market_closed:
    'De markt voor dit symbool is gesloten: de order kan worden geweigerd of wachten tot de opening.',
  warning_margin_too_low: 'Mogelijk is er op deze rekening niet genoeg vrije marge voor de order.',
  warning_trading_halted: 'De handel in dit symbool is stilgelegd: de order kan worden geweigerd.',
}
