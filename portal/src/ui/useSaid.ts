import { useWords } from '@/locales'

/** Of what the API says in both languages, the one that is on. */
export function useSaid() {
  const { language } = useWords()
  return (zh: string | null | undefined, en: string | null | undefined): string =>
    (language.value === 'zh' ? zh : en) ?? ''
}
