import type { Diagnostic } from './diagnostic.ts';

export type LineEnd = 'lf' | 'cr' | 'crlf';

/**
 * Watches how the lines of a body end (HTML 9.2.5) and tells, once a body each, of the first line that ends with CR alone
 * and of the first whose end differs from those before. A CR is judged with the line after it, because only then it is
 * known not to be half of a CRLF: so how the body is cut into chunks changes nothing.
 */
export class LineEnds {
  #first: LineEnd | undefined;
  #isMixed = false;
  #hasLoneCr = false;
  /** The end of the line before, where it is not judged yet. */
  #open: 'cr' | 'crlf' | undefined;
  #openStart = 0;

  /** Whether lines that end with LF say nothing new: they need not be taken. */
  get expectsLf(): boolean {
    return this.#open === undefined && (this.#first === 'lf' || this.#isMixed);
  }

  /**
   * Takes the end of the next line.
   *
   * @param start Offset of the line.
   * @returns What is found by it, mostly nothing.
   */
  take(end: LineEnd, start: number): readonly Diagnostic[] {
    const found = this.settle();
    if (end === 'lf') {
      return [...found, ...this.#judge(end, start)];
    }
    this.#open = end;
    this.#openStart = start;
    return this.#first === 'lf' ? [...found, ...this.#mixed(start)] : found;
  }

  /** The CR at the end of the line before was half of a CRLF. */
  completeCrlf(): void {
    if (this.#open === 'cr') {
      this.#open = 'crlf';
    }
  }

  /** Judges the line before: its end is complete. */
  settle(): readonly Diagnostic[] {
    const end = this.#open;
    if (end === undefined) {
      return none;
    }
    this.#open = undefined;
    return this.#judge(end, this.#openStart);
  }

  #judge(end: LineEnd, start: number): readonly Diagnostic[] {
    this.#first ??= end;
    const found = end === this.#first ? none : this.#mixed(start);
    if (end !== 'cr' || this.#hasLoneCr) {
      return found;
    }
    this.#hasLoneCr = true;
    return [...found, { code: 'cr-line-end', offset: start }];
  }

  #mixed(start: number): readonly Diagnostic[] {
    if (this.#isMixed) {
      return none;
    }
    this.#isMixed = true;
    return [{ code: 'mixed-line-ends', offset: start }];
  }
}

const none: readonly Diagnostic[] = [];
