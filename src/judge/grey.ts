/** Grey levels by which the channels of a cell may differ: what JPEG leaves of grey. */
const GREY_TOLERANCE = 2

/** Whether no cell of a colour layout (RGB as hex digits, see `DecodedImage`) has a colour. */
export function isGrey(colourLayout: string): boolean {
  const levels = Buffer.from(colourLayout, 'hex')
  for (let cell = 0; cell < levels.length; cell += 3) {
    const [red = 0, green = 0, blue = 0] = levels.subarray(cell, cell + 3)
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > GREY_TOLERANCE) return false
  }
  return true
}
