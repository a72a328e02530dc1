/** In the order in which scan programs ask. */
export const SETTINGS = [
  'source',
  'page',
  'resolution',
  'colour',
  'format',
  'levels',
  'sharpen',
  'background',
  'crop',
] as const

/** Specimens to compare a scan with, by what becomes of it. */
export const GROUPS = {
  right: ['sharp', 'whitened', 'uneven'],
  doubtful: ['soft'],
  wrong: ['blurred', 'enlarged', 'photographed', 'printed', 'lifted'],
} as const
type Sample = (typeof GROUPS)[keyof typeof GROUPS][number]

const PICTURES = import.meta.glob<string>('./pictures/*.webp', { eager: true, import: 'default' })

/** Drawn by `python -m tests.scans.pictures`. */
export function pictureOf(sample: Sample): string {
  return PICTURES[`./pictures/${sample}.webp`] ?? ''
}
