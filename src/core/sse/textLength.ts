/** Characters (UTF-16 units) of a text that comes in pieces of UTF-8, as a decoder would make it of the whole. */
export function textLength(pieces: Iterable<Uint8Array>): number {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let length = 0;
  for (const piece of pieces) {
    length += decoder.decode(piece, { stream: true }).length;
  }
  return length + decoder.decode().length;
}

/**
 * Characters (UTF-16 units) of the data of a block that comes in pieces, without holding it: the values of all `data`
 * fields and a line feed between each two (HTML 9.2.6).
 *
 * @param isBodyStart Whether the block begins the body: only there a BOM is left out (9.2.5).
 */
export function dataLengthOfBlock(pieces: Iterable<Uint8Array>, isBodyStart: boolean): number {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: !isBodyStart });
  const lines = new DataLines();
  for (const piece of pieces) {
    lines.push(decoder.decode(piece, { stream: true }));
  }
  lines.push(decoder.decode());
  return lines.end();
}

/** As much of a line as tells its field and where its value begins. */
const headLength = 'data: '.length;

class DataLines {
  #fields = 0;
  #characters = 0;
  #head = '';
  #length = 0;

  push(text: string): void {
    let from = 0;
    // A CRLF is an end of a line and an empty line, which is no field: nothing needs to know the two belong together.
    for (const { index } of text.matchAll(/[\r\n]/g)) {
      this.#add(text.slice(from, Math.min(index, from + headLength)), index - from);
      this.#endLine();
      from = index + 1;
    }
    this.#add(text.slice(from, from + headLength), text.length - from);
  }

  end(): number {
    this.#endLine();
    return this.#characters + Math.max(0, this.#fields - 1);
  }

  #add(head: string, length: number): void {
    this.#head = (this.#head + head).slice(0, headLength);
    this.#length += length;
  }

  #endLine(): void {
    const [, prefix] = /^(data(?:: ?|$))/.exec(this.#head) ?? [];
    if (prefix !== undefined) {
      this.#fields += 1;
      this.#characters += this.#length - prefix.length;
    }
    this.#head = '';
    this.#length = 0;
  }
}
