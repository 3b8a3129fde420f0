import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: 'O login ou a senha não está correto. Verifique ambos e tente novamente.',
  unknown_server: [
    'Não existe nenhum servidor chamado “{server}”. Entre apenas com seu e-mail ou no formato servidor\\e-mail.',
    'Este servidor não é conhecido. Entre apenas com seu e-mail ou no formato servidor\\e-mail.',
  ],
  login_throttled: [
    'Muitas tentativas de login. Aguarde {seconds} s e tente novamente.',
    'Muitas tentativas de login. Aguarde alguns minutos e tente novamente.',
  ],
  session_expired: 'Sua sessão terminou. Entre novamente.',

  account_not_found: 'Esta conta não existe ou não pertence a você.',
  account_not_active: 'Esta conta não está ativa. Entre em contato com sua corretora.',
  instrument_not_found: [
    'O símbolo “{instrument}” não pode ser negociado nesta conta.',
    'Este símbolo não pode ser negociado nesta conta.',
  ],
  order_not_found: ['Não há nenhuma ordem {orderId} nesta conta.', 'Essa ordem não existe nesta conta.'],
  position_not_found: [
    'Não há nenhuma posição aberta {positionId} nesta conta.',
    'Essa posição aberta não existe nesta conta.',
  ],

  qty_not_positive: 'A quantidade deve ser maior que zero.',
  qty_below_min: [
    'A quantidade {qty} é muito pequena. O mínimo em lotes é {min}.',
    'A quantidade está abaixo do mínimo para este símbolo. Aumente-a.',
  ],
  qty_above_max: [
    'A quantidade {qty} é muito grande. O máximo em lotes é {max}.',
    'A quantidade está acima do máximo para este símbolo. Reduza-a.',
  ],
  qty_off_step: [
    'A quantidade {qty} não respeita o incremento de {step} lotes. A quantidade válida mais próxima é {nearest}.',
    'A quantidade {qty} não respeita o incremento de {step} lotes.',
    'A quantidade não respeita o incremento deste símbolo. Altere-a.',
  ],
  price_not_positive: ['{field}: o valor deve ser maior que zero.', 'O preço deve ser maior que zero.'],
  price_off_tick: [
    '{field}: {price} não respeita o tick de {tick}. O preço válido mais próximo é {nearest}.',
    'O preço {price} não respeita o tick de {tick}. O preço válido mais próximo é {nearest}.',
    'O preço não respeita o tick deste símbolo. Altere-o.',
  ],
  limit_price_missing: 'Uma ordem limite precisa de um preço limite. Informe um.',
  stop_price_missing: 'Uma ordem stop precisa de um preço stop. Informe um.',
  stop_price_wrong_side: [
    'O preço stop {price} está do lado errado do mercado, que está em {market}. O preço stop de uma ordem de compra deve estar acima do mercado e o de uma ordem de venda, abaixo.',
    'O preço stop está do lado errado do mercado. O preço stop de uma ordem de compra deve estar acima do mercado e o de uma ordem de venda, abaixo.',
  ],
  stop_loss_wrong_side: [
    'O stop loss {price} está do lado errado de {reference}. Ele deve estar abaixo do preço na compra e acima na venda.',
    'O stop loss está do lado errado do preço. Ele deve estar abaixo do preço na compra e acima na venda.',
  ],
  take_profit_wrong_side: [
    'O take profit {price} está do lado errado de {reference}. Ele deve estar acima do preço na compra e abaixo na venda.',
    'O take profit está do lado errado do preço. Ele deve estar acima do preço na compra e abaixo na venda.',
  ],
  brackets_unsupported: 'Sua corretora não permite stop loss nem take profit nesta conta.',
  trailing_stop_unsupported: 'Sua corretora não permite stop móvel nesta conta. Use um stop loss fixo.',
  trailing_stop_not_positive: 'A distância do stop móvel deve ser maior que zero.',
  trailing_stop_off_step: [
    'A distância do stop móvel deve ser um múltiplo de {step} pips. O valor mais próximo de {pips} é {nearest}.',
    'Esta distância do stop móvel não é um múltiplo do incremento mínimo.',
  ],
  trailing_stop_with_stop_loss: 'Escolha um stop loss ou um stop móvel, não ambos.',
  partial_close_unsupported:
    'Sua corretora não permite fechar parte de uma posição nesta conta. Feche a posição inteira.',
  close_qty_above_position: [
    'Não é possível fechar {qty} lotes: o total de lotes abertos é {open}.',
    'Não é possível fechar mais do que está aberto. Reduza a quantidade.',
  ],
  leverage_fixed: [
    'A alavancagem desta conta foi definida em 1:{leverage} pela sua corretora e não pode ser alterada aqui.',
    'A alavancagem desta conta foi definida pela sua corretora e não pode ser alterada aqui.',
  ],
  leverage_unknown: [
    'Sua corretora não publica uma alavancagem para {instrument}.',
    'Sua corretora não publica uma alavancagem para este símbolo.',
  ],

  market_closed: 'O mercado deste símbolo está fechado. Tente novamente quando ele abrir.',
  margin_too_low: 'Não há margem livre suficiente nesta conta. Reduza a quantidade ou adicione fundos.',
  closing_only: 'No momento, só é possível fechar posições neste símbolo.',
  order_type_not_allowed_now: 'Este tipo de ordem não é possível neste símbolo no momento. Tente outro tipo.',
  order_already_final: [
    'A ordem {orderId} já foi executada ou cancelada e não pode mais ser alterada.',
    'A ordem já foi executada ou cancelada e não pode mais ser alterada.',
  ],
  level_refused: [
    'A corretora não aceitou o stop loss ou o take profit: {reason}',
    'A corretora não aceitou o stop loss ou o take profit. Ele pode estar muito perto do mercado.',
  ],
  bracket_not_removed:
    'Não foi possível remover o stop loss ou o take profit. Verifique a ordem e tente novamente.',
  rejected: [
    'A corretora rejeitou a solicitação: {reason}',
    'A corretora rejeitou a solicitação sem informar o motivo.',
  ],

  request_id_reused:
    'Esta solicitação já foi usada para outra ordem, portanto nada foi enviado. Envie a ordem novamente.',
  outcome_unknown:
    'A corretora não confirmou a solicitação, que pode ou não ter sido executada. Verifique suas ordens e posições antes de tentar novamente.',

  upstream_unavailable: 'Não é possível acessar a corretora no momento. Tente novamente em um minuto.',
  upstream_timeout: 'A corretora demorou demais para responder. Tente novamente em instantes.',
  upstream_malformed:
    'A corretora enviou uma resposta que não pôde ser entendida. Tente novamente em instantes.',
  rate_limited: [
    'A corretora está recebendo solicitações demais. Tente novamente em {seconds} s.',
    'A corretora está recebendo solicitações demais. Tente novamente em alguns segundos.',
  ],
  too_busy: [
    'Há solicitações demais na fila no momento. Tente novamente em {seconds} s.',
    'Há solicitações demais na fila no momento. Tente novamente em alguns segundos.',
  ],
  no_turn:
    'No momento não é possível enviar ordens com segurança, portanto esta não foi enviada. Tente novamente em um minuto.',
  catalogue_loading: 'A lista de símbolos ainda está sendo carregada. Tente novamente em um minuto.',
  data_feed_unconfigured:
    'Este gateway não fornece dados de mercado: seu operador não configurou uma conta para lê-los.',
  data_feed_unavailable: 'Os dados de mercado não podem ser lidos no momento. Tente novamente em um minuto.',
  history_range_too_long: [
    'O intervalo é longo demais: é possível ler no máximo {bars} barras de uma só vez. Peça um mais curto.',
    'O intervalo é longo demais para ser lido de uma só vez. Peça um mais curto.',
  ],

  note_refused_by_broker: ['Rejeitada pela corretora: {reason}', 'Rejeitada pela corretora.'],
  note_expired: 'A ordem expirou.',
  note_bracket_moved_to_position: 'A ordem foi executada: agora este nível protege a posição.',
  note_bracket_removed: 'Este nível foi removido.',
  note_parent_ended: 'A ordem ou posição que este nível protegia foi encerrada.',

  warning_market_closed:
    'O mercado deste símbolo está fechado: a ordem pode ser rejeitada ou aguardar a abertura.',
  warning_margin_too_low: 'Talvez não haja margem livre suficiente nesta conta para a ordem.',
  warning_trading_halted: 'A negociação deste símbolo está suspensa: a ordem pode ser rejeitada.',
}
