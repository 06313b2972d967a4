/** Bytes as a hex dump: three texts of as many lines, to be set side by side. */
export interface HexDump {
  readonly offsets: string;
  readonly hex: string;
  readonly ascii: string;
}

/** Formats bytes as hex and ASCII; `origin` is the offset of the first. */
export function hexDump(bytes: Uint8Array, origin: number, bytesPerLine: number): HexDump {
  const offsets: string[] = [];
  const hex: string[] = [];
  const ascii: string[] = [];
  for (let start = 0; start < bytes.length; start += bytesPerLine) {
    const line = [...bytes.subarray(start, start + bytesPerLine)];
    offsets.push((origin + start).toString(16).padStart(8, '0'));
    hex.push(line.map((byte) => byte.toString(16).padStart(2, '0')).join(' '));
    ascii.push(line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''));
  }
  return { offsets: offsets.join('\n'), hex: hex.join('\n'), ascii: ascii.join('\n') };
}
