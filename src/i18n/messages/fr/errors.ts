import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials:
    'L’identifiant ou le mot de passe est incorrect. Veuillez vérifier les deux et réessayer.',
  unknown_server: [
    'Il n’existe aucun serveur nommé « {server} ». Connectez-vous avec votre adresse e-mail seule, ou sous la forme serveur\\e-mail.',
    'Ce serveur est inconnu. Connectez-vous avec votre adresse e-mail seule, ou sous la forme serveur\\e-mail.',
  ],
  login_throttled: [
    'Trop de tentatives de connexion. Veuillez patienter {seconds} s et réessayer.',
    'Trop de tentatives de connexion. Veuillez patienter quelques minutes et réessayer.',
  ],
  session_expired: 'Votre session est terminée. Veuillez vous reconnecter.',

  account_not_found: 'Ce compte n’existe pas ou ne vous appartient pas.',
  account_not_active: 'Ce compte n’est pas actif. Veuillez contacter votre courtier.',
  instrument_not_found: [
    'Le symbole « {instrument} » ne peut pas être négocié sur ce compte.',
    'Ce symbole ne peut pas être négocié sur ce compte.',
  ],
  order_not_found: ['Il n’y a pas d’ordre {orderId} sur ce compte.', 'Cet ordre n’existe pas sur ce compte.'],
  position_not_found: [
    'Il n’y a pas de position ouverte {positionId} sur ce compte.',
    'Cette position ouverte n’existe pas sur ce compte.',
  ],

  qty_not_positive: 'La quantité doit être supérieure à zéro.',
  qty_below_min: [
    'La quantité {qty} est trop petite. Le minimum en lots est de {min}.',
    'La quantité est inférieure au minimum pour ce symbole. Veuillez l’augmenter.',
  ],
  qty_above_max: [
    'La quantité {qty} est trop grande. Le maximum en lots est de {max}.',
    'La quantité est supérieure au maximum pour ce symbole. Veuillez la réduire.',
  ],
  qty_off_step: [
    'La quantité {qty} ne respecte pas le pas de {step} lot. La quantité valide la plus proche est {nearest}.',
    'La quantité {qty} ne respecte pas le pas de {step} lot.',
    'La quantité ne respecte pas le pas de ce symbole. Veuillez la modifier.',
  ],
  price_not_positive: [
    '{field} : la valeur doit être supérieure à zéro.',
    'Le prix doit être supérieur à zéro.',
  ],
  price_off_tick: [
    '{field} : {price} ne respecte pas le tick de {tick}. Le prix valide le plus proche est {nearest}.',
    'Le prix {price} ne respecte pas le tick de {tick}. Le prix valide le plus proche est {nearest}.',
    'Le prix ne respecte pas le tick de ce symbole. Veuillez le modifier.',
  ],
  limit_price_missing: 'Un ordre limite nécessite un prix limite. Veuillez en saisir un.',
  stop_price_missing: 'Un ordre stop nécessite un prix stop. Veuillez en saisir un.',
  stop_price_wrong_side: [
    'Le prix stop {price} est du mauvais côté du marché, qui est à {market}. Le prix stop d’un ordre d’achat doit être au-dessus du marché, celui d’un ordre de vente en dessous.',
    'Le prix stop est du mauvais côté du marché. Le prix stop d’un ordre d’achat doit être au-dessus du marché, celui d’un ordre de vente en dessous.',
  ],
  stop_loss_wrong_side: [
    'Le stop loss {price} est du mauvais côté de {reference}. Il doit être inférieur au prix à l’achat et supérieur à la vente.',
    'Le stop loss est du mauvais côté du prix. Il doit être inférieur au prix à l’achat et supérieur à la vente.',
  ],
  take_profit_wrong_side: [
    'Le take profit {price} est du mauvais côté de {reference}. Il doit être supérieur au prix à l’achat et inférieur à la vente.',
    'Le take profit est du mauvais côté du prix. Il doit être supérieur au prix à l’achat et inférieur à la vente.',
  ],
  brackets_unsupported: 'Votre courtier n’autorise ni stop loss ni take profit sur ce compte.',
  trailing_stop_unsupported:
    'Votre courtier n’autorise pas les stops suiveurs sur ce compte. Utilisez plutôt un stop loss fixe.',
  trailing_stop_not_positive: 'La distance du stop suiveur doit être supérieure à zéro.',
  trailing_stop_off_step: [
    'La distance du stop suiveur doit être un multiple de {step} pips. La valeur la plus proche de {pips} est {nearest}.',
    'La distance du stop suiveur n’est pas un multiple du pas minimal.',
  ],
  trailing_stop_with_stop_loss: 'Choisissez soit un stop loss, soit un stop suiveur, mais pas les deux.',
  partial_close_unsupported:
    'Votre courtier n’autorise pas la clôture partielle d’une position sur ce compte. Clôturez plutôt toute la position.',
  close_qty_above_position: [
    'Vous ne pouvez pas clôturer {qty} lots : le nombre de lots ouverts n’est que de {open}.',
    'Vous ne pouvez pas clôturer plus que ce qui est ouvert. Veuillez réduire la quantité.',
  ],
  leverage_fixed: [
    'L’effet de levier de ce compte est fixé à 1:{leverage} par votre courtier et ne peut pas être modifié ici.',
    'L’effet de levier de ce compte est fixé par votre courtier et ne peut pas être modifié ici.',
  ],
  leverage_unknown: [
    'Votre courtier ne publie pas d’effet de levier pour {instrument}.',
    'Votre courtier ne publie pas d’effet de levier pour ce symbole.',
  ],

  market_closed: 'Le marché de ce symbole est fermé. Veuillez réessayer à son ouverture.',
  margin_too_low: 'La marge libre de ce compte est insuffisante. Réduisez la quantité ou ajoutez des fonds.',
  closing_only: 'Pour le moment, seule la clôture de positions est possible sur ce symbole.',
  order_type_not_allowed_now:
    'Ce type d’ordre n’est pas possible sur ce symbole pour le moment. Essayez un autre type.',
  order_already_final: [
    'L’ordre {orderId} a déjà été exécuté ou annulé et ne peut plus être modifié.',
    'L’ordre a déjà été exécuté ou annulé et ne peut plus être modifié.',
  ],
  level_refused: [
    'Le courtier n’a pas accepté le stop loss ou le take profit : {reason}',
    'Le courtier n’a pas accepté le stop loss ou le take profit. Il est peut-être trop proche du marché.',
  ],
  bracket_not_removed:
    'Le stop loss ou le take profit n’a pas pu être supprimé. Veuillez vérifier l’ordre et réessayer.',
  rejected: [
    'Le courtier a rejeté la demande : {reason}',
    'Le courtier a rejeté la demande sans indiquer de raison.',
  ],

  request_id_reused:
    'Cette demande a déjà servi pour un autre ordre, rien n’a donc été placé. Veuillez placer l’ordre à nouveau.',
  outcome_unknown:
    'Le courtier n’a pas confirmé la demande : elle a peut-être été exécutée, ou non. Vérifiez vos ordres et vos positions avant de réessayer.',

  upstream_unavailable: 'Le courtier est injoignable pour le moment. Veuillez réessayer dans une minute.',
  upstream_timeout: 'Le courtier a mis trop de temps à répondre. Veuillez réessayer dans un instant.',
  upstream_malformed:
    'Le courtier a envoyé une réponse incompréhensible. Veuillez réessayer dans un instant.',
  rate_limited: [
    'Le courtier reçoit trop de demandes. Veuillez réessayer dans {seconds} s.',
    'Le courtier reçoit trop de demandes. Veuillez réessayer dans quelques secondes.',
  ],
  too_busy: [
    'Trop de demandes sont en attente pour le moment. Veuillez réessayer dans {seconds} s.',
    'Trop de demandes sont en attente pour le moment. Veuillez réessayer dans quelques secondes.',
  ],
  no_turn:
    'Les ordres ne peuvent pas être placés en toute sécurité pour le moment, celui-ci n’a donc pas été placé. Veuillez réessayer dans une minute.',
  catalogue_loading:
    'La liste des symboles est encore en cours de chargement. Veuillez réessayer dans une minute.',
  data_feed_unconfigured:
    'Cette passerelle ne fournit pas de données de marché : son exploitant n’a configuré aucun compte pour les lire.',
  data_feed_unavailable:
    'Les données de marché ne peuvent pas être lues pour le moment. Veuillez réessayer dans une minute.',
  history_range_too_long: [
    'La période est trop longue : {bars} barres au plus peuvent être lues à la fois. Demandez-en une plus courte.',
    'La période est trop longue pour être lue en une fois. Demandez-en une plus courte.',
  ],

  note_refused_by_broker: ['Rejeté par le courtier : {reason}', 'Rejeté par le courtier.'],
  note_expired: 'L’ordre a expiré.',
  note_bracket_moved_to_position: 'L’ordre a été exécuté : ce niveau protège désormais la position.',
  note_bracket_removed: 'Ce niveau a été supprimé.',
  note_parent_ended: 'L’ordre ou la position que ce niveau protégeait est terminé.',

  warning_market_closed:
    'Le marché de ce symbole est fermé : l’ordre peut être rejeté ou attendre l’ouverture.',
  warning_margin_too_low: 'La marge libre de ce compte pourrait être insuffisante pour l’ordre.',
  warning_trading_halted: 'La négociation de ce symbole est suspendue : l’ordre peut être rejeté.',
}
