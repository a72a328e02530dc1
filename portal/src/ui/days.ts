/** A day as it is typed and sent: YYYY-MM-DD, one that the calendar has. */
type DayProblem = 'dateFormat' | 'dateTooEarly' | 'dateTooLate' | 'required'

export interface DayRange {
  /** First and last day that are allowed; absent: no end on that side. */
  min?: string | undefined
  max?: string | undefined
  required?: boolean | undefined
}

/** Date alone rolls 2026-02-30 over into March; nobody meant that. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const moment = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text)
}

/** What is wrong with a typed day, as a name in the common texts; undefined: nothing. */
export function dayProblem(text: string, allowed: DayRange = {}): DayProblem | undefined {
  if (!text) return allowed.required ? 'required' : undefined
  if (!isDay(text)) return 'dateFormat'
  if (allowed.min && text < allowed.min) return 'dateTooEarly'
  if (allowed.max && text > allowed.max) return 'dateTooLate'
  return undefined
}

const CHINA = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The day that a moment has in China, YYYY-MM-DD. */
export function dayOf(moment: string | Date): string {
  return CHINA.format(new Date(moment))
}

/** The first and the last second of a day in China. */
export const startOf = (day: string) => `${day}T00:00:00+08:00`
export const endOf = (day: string) => `${day}T23:59:59+08:00`
