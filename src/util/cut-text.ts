/** At most `length` characters (code points, none is halved), and `…` where something was cut. */
export function cutText(text: string, length: number): string {
  // A character has two units at most, so these hold one too many where there are.
  const characters = Array.from(text.slice(0, 2 * length + 1))
  return characters.length > length ? `${characters.slice(0, length).join('')}…` : text
}
