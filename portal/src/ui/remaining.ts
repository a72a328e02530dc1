/** Whole seconds left until a moment, and as m:ss. */
export function remaining(until: string, now: number): { seconds: number; shown: string } {
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000))
  return { seconds, shown: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` }
}
