/**
 * The row in which an offset stands.
 *
 * @param starts Offsets at which the rows begin, ascending.
 * @param size How many of them there are; there can be room for more.
 */
export function rowAtOffset(starts: ArrayLike<number>, size: number, offset: number): number {
  let low = 0;
  let high = Math.max(0, size - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
