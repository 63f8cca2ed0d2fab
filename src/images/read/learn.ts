import { createHash } from 'node:crypto'
import { describeFault } from '../../project/problem.ts'
import { type Content, contentOf } from '../look/content.ts'

/** What reading an image has yielded. */
export type Learned =
  /** `content` is null when it is known already. */
  { digest: string; content: Content | null } | { fault: string }

/**
 * Reads an image, takes the digest of its bytes, and decodes them unless that is known.
 * @param isKnown told the digest as bytes
 */
export async function learn(
  read: () => Promise<Uint8Array>,
  isKnown: (digest: Buffer) => boolean,
): Promise<Learned> {
  let bytes: Uint8Array
  try {
    bytes = await read()
  } catch (fault) {
    return { fault: describeFault(fault) }
  }
  const digest = createHash('sha256').update(bytes).digest()
  const hex = digest.toString('hex')
  return { digest: hex, content: isKnown(digest) ? null : await contentOf(bytes, hex) }
}
