import type { Translation } from '../../message.ts'
import type { login as english } from '../en/login.ts'

export const login: Translation<typeof english> = {
  login_title: ['Connexion à {broker}', 'Connexion'],
  login_email: 'E-mail',
  login_password: 'Mot de passe',
  login_server: 'Serveur',
  login_server_demo: 'Démo',
  login_server_live: 'Réel',
  login_submit: 'Se connecter',

  login_email_missing: 'Veuillez saisir votre adresse e-mail.',
  login_password_missing: 'Veuillez saisir votre mot de passe.',
  login_server_missing: 'Veuillez choisir un serveur.',
  login_wrong_credentials:
    'L’adresse e-mail ou le mot de passe est incorrect. Veuillez vérifier les deux et réessayer.',
  login_locked: [
    'Cet accès est verrouillé. Veuillez contacter {broker}.',
    'Cet accès est verrouillé. Veuillez contacter votre courtier.',
  ],
  login_too_many_attempts: [
    'Trop de tentatives de connexion. Veuillez réessayer dans {minutes} min.',
    'Trop de tentatives de connexion. Veuillez réessayer dans {seconds} s.',
    'Trop de tentatives de connexion. Veuillez réessayer dans quelques minutes.',
  ],
  login_upstream_down: [
    '{broker} est injoignable pour le moment. Veuillez réessayer dans une minute.',
    'Le courtier est injoignable pour le moment. Veuillez réessayer dans une minute.',
  ],
  login_page_expired: 'Cette page est restée ouverte trop longtemps. Veuillez vous reconnecter.',
  login_cookies_missing:
    'Cette page a besoin de cookies. Veuillez les autoriser dans votre navigateur et vous reconnecter.',

  login_failed_title: 'Connexion impossible',
  login_link_invalid:
    'Ce lien de connexion n’est pas valide. Veuillez fermer cette page et recommencer depuis TradingView.',
  login_signed_out_title: 'Vous êtes déconnecté',
  login_signed_out: 'Vous pouvez maintenant fermer cette page.',
}
