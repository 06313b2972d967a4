/** Fields of one event stream block, in the order in which they are written. */
export interface BlockFields {
  readonly retry?: number;
  readonly id?: string | number;
  readonly event?: string;
  /** One `data` line for each line of the text. */
  readonly data?: string;
}

export type LineEnd = '\n' | '\r\n';

/** A block in the format of HTML 9.2.6, with the empty line that ends it. */
export function formatBlock(fields: BlockFields, lineEnd: LineEnd = '\n'): string {
  const lines: string[] = [];
  if (fields.retry !== undefined) {
    lines.push(`retry: ${fields.retry}`);
  }
  if (fields.id !== undefined) {
    lines.push(`id: ${fields.id}`);
  }
  if (fields.event !== undefined) {
    lines.push(`event: ${fields.event}`);
  }
  if (fields.data !== undefined) {
    lines.push(...fields.data.split('\n').map((line) => `data: ${line}`));
  }
  return lines.map((line) => line + lineEnd).join('') + lineEnd;
}

/** A comment and the empty line after it, so that it stands for itself whatever follows. */
export function formatComment(text: string): string {
  return `: ${text}\n\n`;
}
