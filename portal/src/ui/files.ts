/** Kinds of file by name, as a box says them and as the browser's chooser wants them. */
const FILE_KINDS: Record<string, readonly string[]> = {
  JPEG: ['.jpg', '.jpeg', 'image/jpeg'],
  PNG: ['.png', 'image/png'],
  TIFF: ['.tif', '.tiff', 'image/tiff'],
  BMP: ['.bmp', 'image/bmp', 'image/x-ms-bmp'],
  PDF: ['.pdf', 'application/pdf'],
}

/** For the `accept` of a file input. */
export function acceptOf(formats: readonly string[]): string {
  return formats.flatMap((format) => FILE_KINDS[format] ?? []).join(',')
}

/** The kind of a file by its type or name; undefined for another than these. */
export function kindOf(file: File, formats: readonly string[]): string | undefined {
  const name = file.name.toLowerCase()
  return formats.find((format) =>
    FILE_KINDS[format]?.some((sign) =>
      sign.startsWith('.') ? name.endsWith(sign) : file.type === sign,
    ),
  )
}

const MEGABYTE = 1024 * 1024

/** Megabytes, to be shown with one digit behind the point. */
export function megabytes(bytes: number): number {
  return bytes / MEGABYTE
}
