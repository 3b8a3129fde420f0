import type { Translation } from '../../message.ts'
import type { requestErrors as english } from '../en/request-errors.ts'

export const requestErrors: Translation<typeof english> = {
  field_missing: [
    'Le champ « {field} » manque dans la demande.',
    'Un champ obligatoire manque dans la demande.',
  ],
  field_invalid: [
    'Le champ « {field} » n’est pas valide. Valeur attendue : {expected}.',
    'Le champ « {field} » n’est pas valide.',
    'Un champ de la demande n’est pas valide.',
  ],
  too_many_symbols: [
    '{count} symboles ont été demandés à la fois, mais {max} au plus sont possibles. Demandez-en moins.',
    'Trop de symboles ont été demandés à la fois. Demandez-en moins.',
  ],
  unknown_route: 'Il n’y a rien à cette adresse.',
  method_not_allowed: [
    'Cette adresse n’accepte pas cette méthode. Elle accepte : {allowed}.',
    'Cette adresse n’accepte pas cette méthode.',
  ],
  body_too_large: 'La demande est trop volumineuse.',
  body_malformed: 'Le corps de la demande n’a pas pu être lu.',
  url_malformed: 'L’adresse de la demande n’a pas pu être lue.',
  url_too_long: 'L’adresse de la demande est trop longue.',
  unsupported_body: 'Le corps doit être envoyé sous forme de formulaire (application/x-www-form-urlencoded).',
  unsupported_feature: ['Ce courtier ne propose pas ceci : {feature}.', 'Ce courtier ne propose pas cela.'],
  confirm_mismatch: 'L’ordre diffère de celui de l’aperçu. Veuillez afficher l’aperçu à nouveau.',
  internal_error: 'Un problème est survenu de notre côté. Veuillez réessayer dans un instant.',
  with_reference: [
    '{sentence} (Référence : {reference})',
    '{sentence}',
    'Un problème est survenu de notre côté.',
  ],

  expected_above_zero: 'un nombre supérieur à zéro',
  expected_characters: '{max} caractères au plus',
  expected_duration: '{duration} pour un ordre de type {type}',
  expected_in_body: 'la valeur dans le corps de la demande',
  expected_no_price: 'aucune pour un ordre de type {type}',
  expected_number: 'un nombre simple de {max} chiffres au plus',
  expected_one_of: 'l’une des valeurs {choices}',
  expected_one_value: 'une seule valeur',
  expected_price: 'un prix supérieur à zéro',
  expected_request_id: 'de 1 à 64 lettres, chiffres, traits d’union ou de soulignement',
  expected_same_id: 'l’identifiant de l’ordre figurant dans l’adresse',
  expected_short_names: 'des noms de {max} caractères au plus',
  expected_whole_number: 'un nombre entier supérieur à zéro',

  feature_expiring_orders: 'les ordres qui expirent à un moment de votre choix',
  feature_guaranteed_stops: 'les stops garantis',
  feature_password_login: 'la connexion par mot de passe',
  feature_reversing: 'le retournement d’une position',
  feature_stop_limit: 'les ordres stop-limite',

  field_accountId: 'Compte',
  field_limitPrice: 'Prix limite',
  field_maxCount: 'Nombre d’éléments',
  field_qty: 'Quantité',
  field_stopLoss: 'Stop loss',
  field_stopPrice: 'Prix stop',
  field_takeProfit: 'Take profit',
  field_trailingStopPips: 'Distance du stop suiveur',
}
