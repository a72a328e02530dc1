/** What a drawing shows of a sheet: the right way, or one of the ways to get it wrong. */
type Wrong =
  | 'cropped'
  | 'landscape'
  | 'offCentre'
  | 'several'
  | 'tooLarge'
  | 'clipped'
  | 'photo'
  | 'edited'
  | 'colour'
  | 'blurred'
  | 'faint'
export type Scene = Wrong | 'good'

const OF_CODE: Record<string, Wrong> = {
  'capture.screenshot': 'photo',
  'capture.photo': 'photo',
  'capture.photocopy': 'photo',
  'capture.edited': 'edited',
  'page.landscape': 'landscape',
  'page.not_a4': 'cropped',
  'page.resolution_low': 'blurred',
  'page.resolution_faked': 'blurred',
  'page.dpi_declared': 'blurred',
  'colour.missing': 'colour',
  'colour.not_black_white': 'colour',
  'file.colour_model': 'colour',
  'stamp.none': 'faint',
  'stamp.several': 'several',
  'stamp.extra_marks': 'several',
  'stamp.shape_unknown': 'clipped',
  'stamp.off_centre': 'offCentre',
  'size.too_large': 'tooLarge',
  'image.clipped': 'clipped',
  'image.blurred': 'blurred',
  'image.bleed': 'blurred',
  'image.faint': 'faint',
  'image.background': 'faint',
  'image.noise': 'blurred',
  'image.dust': 'several',
}

/** The drawing that goes with a finding; undefined where a file has nothing to draw. */
export function sceneOf(code: string): Wrong | undefined {
  return OF_CODE[code]
}
