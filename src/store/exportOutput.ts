import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { assertNever } from '../core/assertNever.ts';
import type { ExportOutput } from '../core/protocol/exportMessages.ts';
import { ExportError } from './exportError.ts';

/** Bytes to gather before they are written. */
const bufferBytes = 1024 * 1024;
/** A character takes at most three bytes of UTF-8 for each of its UTF-16 units. */
const maxUnitBytes = 3;

/** Where whole pieces go. */
interface Sink {
  /** The piece is used again after the call. */
  write(piece: Uint8Array): void;
  /** Makes what was written good, and returns it where it is in memory. */
  finish(): Uint8Array<ArrayBuffer>;
  /** Leaves nothing of it. */
  discard(): void;
}

/** Takes an export in pieces of any size and hands it on in large ones. */
export class ExportWriter {
  readonly #sink: Sink;
  readonly #buffer = Buffer.allocUnsafe(bufferBytes);
  #pending = 0;
  #bytes = 0;

  /** Throws an `ExportError` where it cannot be written. */
  constructor(output: ExportOutput) {
    this.#sink = sinkOf(output);
  }

  get bytes(): number {
    return this.#bytes;
  }

  addText(text: string): void {
    if (text.length * maxUnitBytes > bufferBytes) {
      this.add(Buffer.from(text));
      return;
    }
    if (text.length * maxUnitBytes > bufferBytes - this.#pending) {
      this.#flush();
    }
    const written = this.#buffer.write(text, this.#pending);
    this.#pending += written;
    this.#bytes += written;
  }

  add(piece: Uint8Array): void {
    if (piece.length > bufferBytes - this.#pending) {
      this.#flush();
    }
    if (piece.length > bufferBytes) {
      this.#sink.write(piece);
    } else {
      this.#buffer.set(piece, this.#pending);
      this.#pending += piece.length;
    }
    this.#bytes += piece.length;
  }

  finish(): Uint8Array<ArrayBuffer> {
    this.#flush();
    return this.#sink.finish();
  }

  discard(): void {
    this.#sink.discard();
  }

  #flush(): void {
    if (this.#pending > 0) {
      this.#sink.write(this.#buffer.subarray(0, this.#pending));
      this.#pending = 0;
    }
  }
}

function sinkOf(output: ExportOutput): Sink {
  switch (output.to) {
    case 'file':
      return new FileSink(output.file, output.partial);
    case 'memory':
      return new MemorySink(output.maxBytes);
    default:
      return assertNever(output);
  }
}

/** The file beside the one to write; the main thread renames it, so that a cancelled export is none. */
class FileSink implements Sink {
  readonly #partial: string;
  readonly #descriptor: number;
  #isOpen = true;

  constructor(file: string, partial: string) {
    this.#partial = partial;
    // The new file takes the old one's place, and its permissions.
    this.#descriptor = openSync(partial, 'wx', modeOf(file));
  }

  write(piece: Uint8Array): void {
    for (let written = 0; written < piece.length;) {
      written += writeSync(this.#descriptor, piece, written);
    }
  }

  finish(): Uint8Array<ArrayBuffer> {
    this.#isOpen = false;
    closeSync(this.#descriptor);
    return new Uint8Array();
  }

  discard(): void {
    if (this.#isOpen) {
      closeSync(this.#descriptor);
    }
    rmSync(this.#partial, { force: true });
  }
}

/** Permissions of the file that is there; of a new one where there is none. */
function modeOf(file: string): number | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) {
    throw new ExportError('not-a-file', `${file} is no file`);
  }
  return found === undefined ? undefined : found.mode & 0o777;
}

/** Memory, up to a limit. */
class MemorySink implements Sink {
  readonly #maxBytes: number;
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  write(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) {
      throw new ExportError('too-large', `The export has more than ${this.#maxBytes} bytes`);
    }
    this.#pieces.push(piece.slice());
  }

  finish(): Uint8Array<ArrayBuffer> {
    const content = new Uint8Array(this.#bytes);
    let offset = 0;
    for (const piece of this.#pieces) {
      content.set(piece, offset);
      offset += piece.length;
    }
    return content;
  }

  discard(): void {
    this.#pieces.length = 0;
  }
}
