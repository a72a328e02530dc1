const CHECKS = '10X98765432'

/** A citizen's identity number (公民身份号码, GB 11643-1999) as it is sent: no blanks, X in capitals. */
export function tidyIdNumber(typed: string): string {
  return typed.replace(/\s/g, '').toUpperCase()
}

/** Whether its form, its birthday and its check character (ISO 7064 MOD 11-2) are right. */
export function isIdNumber(text: string): boolean {
  return /^\d{17}[\dX]$/.test(text) && isDate(text.slice(6, 14)) && check(text) === text[17]
}

function check(text: string): string | undefined {
  const weights = Array.from({ length: 17 }, (_, place) => 2 ** (17 - place) % 11)
  const total = weights.reduce((sum, weight, place) => sum + weight * Number(text[place]), 0)
  return CHECKS[total % 11]
}

function isDate(digits: string): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
  const moment = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day)
}
