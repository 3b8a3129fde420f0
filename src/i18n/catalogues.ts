import type { Locale } from './locale.ts'
import type { Message, Translation } from './message.ts'
import { ar } from './messages/ar.ts'
import { br } from './messages/br.ts'
import { cs } from './messages/cs.ts'
import { de } from './messages/de.ts'
import { el } from './messages/el.ts'
import { en } from './messages/en.ts'
import { es } from './messages/es.ts'
import { fa } from './messages/fa.ts'
import { fr } from './messages/fr.ts'
import { he } from './messages/he.ts'
import { hu } from './messages/hu.ts'
import { id } from './messages/id.ts'
import { it } from './messages/it.ts'
import { ja } from './messages/ja.ts'
import { kr } from './messages/kr.ts'
import { ms } from './messages/ms.ts'
import { nl } from './messages/nl.ts'
import { pl } from './messages/pl.ts'
import { ro } from './messages/ro.ts'
import { ru } from './messages/ru.ts'
import { sv } from './messages/sv.ts'
import { th } from './messages/th.ts'
import { tr } from './messages/tr.ts'
import { uk } from './messages/uk.ts'
import { vi } from './messages/vi.ts'
import { zhCN } from './messages/zh_CN.ts'
import { zhTW } from './messages/zh_TW.ts'

export type MessageKey = keyof typeof en

export type Catalogue = Translation<typeof en>

/** What each locale reads. */
export const catalogues: Readonly<Record<Locale, Catalogue>> = {
  ar_AE: ar,
  br,
  cs,
  de_DE: de,
  el,
  en,
  es,
  fa_IR: fa,
  fr,
  he_IL: he,
  hu_HU: hu,
  id,
  in: en,
  it,
  ja,
  kr,
  ms_MY: ms,
  nl_NL: nl,
  pl,
  ro,
  ru,
  sv_SE: sv,
  th_TH: th,
  tr,
  uk,
  vi_VN: vi,
  zh_CN: zhCN,
  zh_TW: zhTW,
}

/** The message behind `key` in a catalogue, or in English where it lacks one. */
export function messageIn(catalogue: Catalogue, key: MessageKey): Message {
  return catalogue[key] ?? en[key]
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key)
}
