/** The beginning of a text, without half a character at its end. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) {
    return text;
  }
  const isHalf = (text.codePointAt(maxLength - 1) ?? 0) > 0xffff;
  return text.slice(0, isHalf ? maxLength - 1 : maxLength);
}
