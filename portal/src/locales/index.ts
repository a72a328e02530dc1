import { nextTick } from 'vue'
import { createI18n, useI18n } from 'vue-i18n'

import type Zh from './zh'
import zh from './zh'

type Language = 'zh' | 'en'
type Catalogue = typeof Zh

type Paths<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Paths<T[K], `${P}${K}.`>
}[keyof T & string]

/** The name of a text in the catalogue; a name that is not there fails the type check. */
export type Words = Paths<Catalogue>

export const LANGUAGE_TAGS: Record<Language, string> = { zh: 'zh-CN', en: 'en' }
const REMEMBERED = 'originprint-language'

export const i18n = createI18n<[Catalogue], Language, false>({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh } as Record<Language, Catalogue>,
})

/** The texts of the catalogue in the language that is on, and which language that is. */
export function useWords() {
  const { t, locale } = useI18n<{ message: Catalogue }, Language>({ useScope: 'global' })
  return {
    t: (name: Words, values: Record<string, unknown> = {}) => t(name as string, values),
    language: locale,
  }
}

/** English comes when it is wanted first. */
export async function setLanguage(language: Language): Promise<void> {
  if (!i18n.global.availableLocales.includes(language)) {
    const catalogue = (await import('./en')).default as unknown as Catalogue
    i18n.global.setLocaleMessage(language, catalogue)
  }
  i18n.global.locale.value = language
  document.documentElement.lang = LANGUAGE_TAGS[language]
  localStorage.setItem(REMEMBERED, language)
  await nextTick()
}

/** As chosen before, else as the browser asks; Chinese where it asks for neither. */
export function useChosenLanguage(): Promise<void> {
  const remembered = localStorage.getItem(REMEMBERED)
  const wanted = remembered ?? navigator.language
  return setLanguage(wanted.startsWith('en') ? 'en' : 'zh')
}
