/** The packages by name, or the library's global as a page's script uses it. */
const traces =
  /tensorflow|tfjs|\btf\.(?:layers|sequential|model|data|train|loadLayersModel|loadGraphModel)\b/i

/**
 * Whether a file is worth parsing for its own sake: a cheap look at the text alone, so that a project without
 * TensorFlow.js never loads the TypeScript parser. Files that such a file imports are parsed as well.
 */
export const mentionsTensorflow = (text: string): boolean => traces.test(text)
