import jsQR from 'jsqr'

const LONGEST_SIDE = 1600

/** What the QR code in a frame says; undefined where there is none. */
export function codeInFrame({ data, width, height }: ImageData): string | undefined {
  return jsQR(data, width, height)?.data || undefined
}

/** The same for a picture file; undefined too for what is no picture. */
export async function codeInPicture(file: File): Promise<string | undefined> {
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
    return codeInFrame(frameOf(picture, picture.width * scale, picture.height * scale))
  } catch {
    return undefined
  }
}

export function frameOf(source: CanvasImageSource, width: number, height: number): ImageData {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width)
  canvas.height = Math.round(height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}
