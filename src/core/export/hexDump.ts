/** Bytes on a line of a hex dump. */
export const hexLineBytes = 16;

/** A byte as two digits. */
export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** Bytes as ASCII, with a dot for whatever else there is. */
export function asciiOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return text;
}

/**
 * Bytes as `hexdump -C` writes them: offset, sixteen bytes in two groups, the same as ASCII. Each line ends with a line
 * feed.
 *
 * @param origin Offset of the first byte.
 */
export function hexDump(bytes: Uint8Array, origin: number): string {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += hexLineBytes) {
    const line = bytes.subarray(start, start + hexLineBytes);
    const half = hexLineBytes / 2;
    const hex = `${hexOf(line.subarray(0, half))}  ${hexOf(line.subarray(half))}`;
    lines.push(
      `${(origin + start).toString(16).padStart(8, '0')}  ${hex.padEnd(hexLineBytes * 3)}  |${asciiOf(line)}|\n`,
    );
  }
  return lines.join('');
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, hexByte).join(' ');
}
