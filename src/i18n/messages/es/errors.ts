import type { Translation } from '../../message.ts'
import type { errors as english } from '../en/errors.ts'

export const errors: Translation<typeof english> = {
  wrong_credentials: 'El usuario o la contraseña no es correcto. Compruebe ambos e inténtelo de nuevo.',
  unknown_server: [
    'No hay ningún servidor llamado «{server}». Inicie sesión solo con su correo electrónico o como servidor\\correo.',
    'Este servidor no es conocido. Inicie sesión solo con su correo electrónico o como servidor\\correo.',
  ],
  login_throttled: [
    'Demasiados intentos de inicio de sesión. Espere {seconds} s e inténtelo de nuevo.',
    'Demasiados intentos de inicio de sesión. Espere unos minutos e inténtelo de nuevo.',
  ],
  session_expired: 'Su sesión ha terminado. Inicie sesión de nuevo.',

  account_not_found: 'Esta cuenta no existe o no le pertenece.',
  account_not_active: 'Esta cuenta no está activa. Póngase en contacto con su bróker.',
  instrument_not_found: [
    'El símbolo «{instrument}» no se puede negociar en esta cuenta.',
    'Este símbolo no se puede negociar en esta cuenta.',
  ],
  order_not_found: ['No hay ninguna orden {orderId} en esta cuenta.', 'Esa orden no existe en esta cuenta.'],
  position_not_found: [
    'No hay ninguna posición abierta {positionId} en esta cuenta.',
    'Esa posición abierta no existe en esta cuenta.',
  ],

  qty_not_positive: 'La cantidad debe ser mayor que cero.',
  qty_below_min: [
    'La cantidad {qty} es demasiado pequeña. El mínimo en lotes es {min}.',
    'La cantidad está por debajo del mínimo para este símbolo. Auméntela.',
  ],
  qty_above_max: [
    'La cantidad {qty} es demasiado grande. El máximo en lotes es {max}.',
    'La cantidad está por encima del máximo para este símbolo. Redúzcala.',
  ],
  qty_off_step: [
    'La cantidad {qty} no se ajusta al paso de {step} lotes. La cantidad válida más cercana es {nearest}.',
    'La cantidad {qty} no se ajusta al paso de {step} lotes.',
    'La cantidad no se ajusta al paso de este símbolo. Modifíquela.',
  ],
  price_not_positive: ['{field}: el valor debe ser mayor que cero.', 'El precio debe ser mayor que cero.'],
  price_off_tick: [
    '{field}: {price} no se ajusta al tick de {tick}. El precio válido más cercano es {nearest}.',
    'El precio {price} no se ajusta al tick de {tick}. El precio válido más cercano es {nearest}.',
    'El precio no se ajusta al tick de este símbolo. Modifíquelo.',
  ],
  limit_price_missing: 'Una orden limitada necesita un precio límite. Introduzca uno.',
  stop_price_missing: 'Una orden stop necesita un precio stop. Introduzca uno.',
  stop_price_wrong_side: [
    'El precio stop {price} está en el lado equivocado del mercado, que está en {market}. El precio stop de una orden de compra debe estar por encima del mercado y el de una orden de venta, por debajo.',
    'El precio stop está en el lado equivocado del mercado. El precio stop de una orden de compra debe estar por encima del mercado y el de una orden de venta, por debajo.',
  ],
  stop_loss_wrong_side: [
    'El stop loss {price} está en el lado equivocado de {reference}. Debe estar por debajo del precio al comprar y por encima al vender.',
    'El stop loss está en el lado equivocado del precio. Debe estar por debajo del precio al comprar y por encima al vender.',
  ],
  take_profit_wrong_side: [
    'El take profit {price} está en el lado equivocado de {reference}. Debe estar por encima del precio al comprar y por debajo al vender.',
    'El take profit está en el lado equivocado del precio. Debe estar por encima del precio al comprar y por debajo al vender.',
  ],
  brackets_unsupported: 'Su bróker no permite stop loss ni take profit en esta cuenta.',
  trailing_stop_unsupported: 'Su bróker no permite trailing stops en esta cuenta. Utilice un stop loss fijo.',
  trailing_stop_not_positive: 'La distancia del trailing stop debe ser mayor que cero.',
  trailing_stop_off_step: [
    'La distancia del trailing stop debe ser un múltiplo de {step} pips. El valor más cercano a {pips} es {nearest}.',
    'Esta distancia del trailing stop no es un múltiplo del paso mínimo.',
  ],
  trailing_stop_with_stop_loss: 'Elija un stop loss o un trailing stop, pero no ambos.',
  partial_close_unsupported:
    'Su bróker no permite cerrar una parte de una posición en esta cuenta. Cierre la posición completa.',
  close_qty_above_position: [
    'No puede cerrar {qty} lotes: solo hay abiertos {open}.',
    'No puede cerrar más de lo que está abierto. Reduzca la cantidad.',
  ],
  leverage_fixed: [
    'Su bróker ha fijado el apalancamiento de esta cuenta en 1:{leverage} y no se puede cambiar aquí.',
    'Su bróker ha fijado el apalancamiento de esta cuenta y no se puede cambiar aquí.',
  ],
  leverage_unknown: [
    'Su bróker no publica ningún apalancamiento para {instrument}.',
    'Su bróker no publica ningún apalancamiento para este símbolo.',
  ],

  market_closed: 'El mercado de este símbolo está cerrado. Inténtelo de nuevo cuando abra.',
  margin_too_low: 'No hay suficiente margen libre en esta cuenta. Reduzca la cantidad o añada fondos.',
  closing_only: 'En este momento solo se pueden cerrar posiciones en este símbolo.',
  order_type_not_allowed_now:
    'Este tipo de orden no es posible en este símbolo en este momento. Pruebe con otro tipo.',
  order_already_final: [
    'La orden {orderId} ya se ejecutó o se canceló, por lo que ya no se puede modificar.',
    'La orden ya se ejecutó o se canceló, por lo que ya no se puede modificar.',
  ],
  level_refused: [
    'El bróker no aceptó el stop loss o el take profit: {reason}',
    'El bróker no aceptó el stop loss o el take profit. Puede que esté demasiado cerca del mercado.',
  ],
  bracket_not_removed:
    'No se pudo eliminar el stop loss o el take profit. Compruebe la orden e inténtelo de nuevo.',
  rejected: [
    'El bróker rechazó la solicitud: {reason}',
    'El bróker rechazó la solicitud sin indicar el motivo.',
  ],

  request_id_reused:
    'Esta solicitud ya se utilizó para otra orden, por lo que no se colocó nada. Coloque la orden de nuevo.',
  outcome_unknown:
    'El bróker no confirmó la solicitud, por lo que puede que se haya ejecutado o no. Compruebe sus órdenes y posiciones antes de intentarlo de nuevo.',

  upstream_unavailable:
    'No se puede contactar con el bróker en este momento. Inténtelo de nuevo en un minuto.',
  upstream_timeout: 'El bróker tardó demasiado en responder. Inténtelo de nuevo en un momento.',
  upstream_malformed:
    'El bróker envió una respuesta que no se pudo entender. Inténtelo de nuevo en un momento.',
  rate_limited: [
    'El bróker está recibiendo demasiadas solicitudes. Inténtelo de nuevo en {seconds} s.',
    'El bróker está recibiendo demasiadas solicitudes. Inténtelo de nuevo en unos segundos.',
  ],
  too_busy: [
    'Hay demasiadas solicitudes en espera en este momento. Inténtelo de nuevo en {seconds} s.',
    'Hay demasiadas solicitudes en espera en este momento. Inténtelo de nuevo en unos segundos.',
  ],
  no_turn:
    'En este momento no se pueden colocar órdenes de forma segura, por lo que esta no se colocó. Inténtelo de nuevo en un minuto.',
  catalogue_loading: 'La lista de símbolos aún se está cargando. Inténtelo de nuevo en un minuto.',
  data_feed_unconfigured:
    'Esta pasarela no ofrece datos de mercado: su operador no ha configurado ninguna cuenta para leerlos.',
  data_feed_unavailable:
    'Los datos de mercado no se pueden leer en este momento. Inténtelo de nuevo en un minuto.',
  history_range_too_long: [
    'El intervalo es demasiado largo: se pueden leer {bars} barras a la vez como máximo. Solicite uno más corto.',
    'El intervalo es demasiado largo para leerse de una vez. Solicite uno más corto.',
  ],

  note_refused_by_broker: ['Rechazada por el bróker: {reason}', 'Rechazada por el bróker.'],
  note_expired: 'La orden ha caducado.',
  note_bracket_moved_to_position: 'La orden se ejecutó: este nivel protege ahora la posición.',
  note_bracket_removed: 'Este nivel se ha eliminado.',
  note_parent_ended: 'La orden o la posición que este nivel protegía ha terminado.',

  warning_market_closed:
    'El mercado de este símbolo está cerrado: la orden puede ser rechazada o esperar a la apertura.',
  warning_margin_too_low: 'Puede que no haya suficiente margen libre en esta cuenta para la orden.',
  warning_trading_halted: 'La negociación de este símbolo está suspendida: la orden puede ser rechazada.',
}
