import sharp from 'sharp'

/**
 * Decodes an image to a square of 8-bit RGB, interleaved, `size * size * 3` bytes: EXIF orientation applied,
 * colour profile ignored (as training frameworks do), aspect ratio not kept (as Keras' `target_size` does),
 * transparency dropped. Throws an `Error` with one line when the file cannot be decoded.
 */
export async function decodeSquare(path: string, size: number): Promise<Uint8Array> {
  const { data, info } = await sharp(path, { failOn: 'none', ignoreIcc: true })
    .autoOrient()
    .resize(size, size, { fit: 'fill', kernel: 'linear' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error(`${path} decodes to ${info.channels} channels instead of 3`)
  return data
}
