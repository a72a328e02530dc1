import { useWords, LANGUAGE_TAGS } from './index'

const ZONE = 'Asia/Shanghai'

/** Dates and numbers as a reader of the language that is on expects them, in China's time. */
export function useFormat() {
  const { language } = useWords()
  const format = (options: Intl.DateTimeFormatOptions, value: string | Date) =>
    new Intl.DateTimeFormat(LANGUAGE_TAGS[language.value], { timeZone: ZONE, ...options }).format(
      new Date(value),
    )
  return {
    day: (value: string | Date) =>
      format({ year: 'numeric', month: '2-digit', day: '2-digit' }, value),
    minute: (value: string | Date) =>
      format(
        {
          year: 'numeric',
          month: '2-digit',
          day: '2-digit',
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        },
        value,
      ),
    number: (value: number, digits = 0) =>
      new Intl.NumberFormat(LANGUAGE_TAGS[language.value], {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }).format(value),
    list: (values: readonly string[]) =>
      new Intl.ListFormat(LANGUAGE_TAGS[language.value]).format(values),
  }
}

/** YYYY-MM-DD, as the API counts days. */
export function dayInChina(moment: string | Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date(moment))
}
