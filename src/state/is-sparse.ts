/** Below this many dead rows a table is not worth rebuilding. */
const WORTH_REBUILDING = 10_000
/** Texts of so many bytes are worth a rebuild, however few their rows. */
const MANY_BYTES = 64 * 1024 * 1024

/** Whether a table should be rebuilt. @param numBytes of texts, those of dead rows among them */
export function isSparse(dead: number, held: number, numBytes: number): boolean {
  return dead >= held && (dead >= WORTH_REBUILDING || (dead > held && numBytes >= MANY_BYTES))
}
