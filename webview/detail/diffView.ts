import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { assertNever } from '../../src/core/assertNever.ts';
import type { FromPanel } from '../../src/core/protocol/panelMessages.ts';
import { pathField } from '../../src/core/query/queryClause.ts';
import type { RecordDetail } from '../../src/core/record/record.ts';
import { LightElement } from '../lightElement.ts';
import { inSlices } from '../slices.ts';
import { count, t } from '../strings.ts';
import { JsonDiff, maxChanges, type JsonChange, type JsonPlace } from './jsonDiff.ts';
import type { JsonDocument } from './jsonDocument.ts';
import { JsonParse, type JsonResult } from './jsonParse.ts';
import { unquoteJson } from './jsonString.ts';
import { compareLines, compareWords, type TextPiece } from './textDiff.ts';
import { visibleTextView } from '../visibleTextView.ts';
import './diffView.css';

/** Characters of a value or a line that are drawn. */
const maxValueLength = 400;
/** Longer strings are not compared word by word. Characters. */
const maxWordLength = 4000;
/** Lines of text that are drawn. */
const maxLines = 1000;
/** Lines around a change that are drawn with it. */
const contextLines = 3;
const sliceTokens = 4000;

/** What the comparison reads of the host. */
export interface DiffReads {
  readonly previous: (seq: number) => Promise<number | null>;
  readonly record: (seq: number) => Promise<RecordDetail | null>;
}

/** A line of a text that was compared. */
interface DiffLine {
  readonly change: TextPiece['change'];
  readonly pieces: readonly TextPiece[];
}

/** What came out. `alone`: there is nothing to compare with. `unread`: a record could not be read. */
type Comparison =
  | { readonly state: 'reading' }
  | { readonly state: 'alone' }
  | { readonly state: 'unread' }
  | { readonly state: 'too-long'; readonly seqs: readonly [number, number] }
  | { readonly state: 'same'; readonly seqs: readonly [number, number] }
  | { readonly state: 'json'; readonly seqs: readonly [number, number]; readonly diff: JsonDiff }
  | { readonly state: 'text'; readonly seqs: readonly [number, number]; readonly lines: readonly DiffLine[] };

/** What is different between a record and the one of its type before, or between the two that are selected. */
export class DiffView extends LightElement {
  static override properties = {
    record: { attribute: false },
    pair: { attribute: false },
    reads: { attribute: false },
    post: { attribute: false },
    comparison: { state: true },
  };

  declare record: RecordDetail;
  /** Numbers of the two records that are selected, the earlier one first; `undefined`: only one is. */
  declare pair: readonly [number, number] | undefined;
  declare reads: DiffReads;
  declare post: (message: FromPanel) => void;
  declare comparison: Comparison;

  #abort = new AbortController();
  #asked = '';

  constructor() {
    super();
    this.pair = undefined;
    this.post = () => undefined;
    this.comparison = { state: 'reading' };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#abort.abort();
    this.#asked = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const asked = `${this.record.row.seq} ${this.pair?.join(' ') ?? ''}`;
    if ((changed.has('record') || changed.has('pair')) && asked !== this.#asked) {
      this.#asked = asked;
      this.#abort.abort();
      this.#abort = new AbortController();
      void this.#compare(this.#abort.signal);
    }
  }

  protected override render(): TemplateResult {
    const { comparison } = this;
    switch (comparison.state) {
      case 'reading':
        return html`<p class="detail-none" role="status">${t('Comparing…')}</p>`;
      case 'alone':
        return html`<p class="detail-none">
          ${t('There is no record of this type before it. Select two records to compare them.')}
        </p>`;
      case 'unread':
        return html`<p class="detail-none">${t('The records could not be read; the log says why.')}</p>`;
      case 'too-long':
        return html`${this.#bar(comparison.seqs, '')}
          <p class="detail-none">${t('They are too long, or too different, to be compared here.')}</p>`;
      case 'same':
        return html`${this.#bar(comparison.seqs, '')}
          <p class="detail-none">${t('Their data is the same.')}</p>`;
      case 'json': {
        const { changes, isCut } = comparison.diff;
        const words = isCut ? t('the first {0} differences', count(maxChanges)) : differences(changes.length);
        return html`${this.#bar(comparison.seqs, words)}
        ${
          changes.length === 0
            ? html`<p class="detail-none">${t('They say the same, written differently.')}</p>`
            : html`<ul class="diff-list" aria-label=${t('Differences')}>
                ${changes.map(changeView)}
              </ul>`
        }`;
      }
      case 'text':
        return html`${this.#bar(comparison.seqs, '')} ${linesView(comparison.lines)}`;
      default:
        return assertNever(comparison);
    }
  }

  #bar([before, after]: readonly [number, number], words: string): TemplateResult {
    return html`<div class="diff-bar">
      <span class="diff-which">${t('#{0} compared with #{1}', count(after), count(before))}</span>
      ${words === '' ? nothing : html`<span class="detail-clause">${words}</span>`}
      <button
        class="link-button"
        data-action="compareInEditor"
        @click=${() => this.post({ type: 'compareRecords', seqs: [before, after] })}
      >
        ${t('Compare in Editor')}
      </button>
    </div>`;
  }

  async #compare(signal: AbortSignal): Promise<void> {
    const { record, pair, reads } = this;
    let comparison: Comparison | undefined;
    try {
      const [first, second] = pair ?? [await reads.previous(record.row.seq), record.row.seq];
      const [before, after] = await Promise.all([
        first === null ? null : reads.record(first),
        second === record.row.seq ? record : reads.record(second),
      ]);
      comparison = before === null || after === null ? { state: 'alone' } : await compareRecords(before, after, signal);
    } catch {
      // The host has written down why.
      comparison = { state: 'unread' };
    }
    // What is shown stays until the next has come: nothing flashes at every arrow key.
    if (comparison !== undefined && !signal.aborted) {
      this.comparison = comparison;
    }
  }
}

/** Compares what two records say. `undefined`: it is asked for no more. */
async function compareRecords(
  before: RecordDetail,
  after: RecordDetail,
  signal: AbortSignal,
): Promise<Comparison | undefined> {
  const seqs = [before.row.seq, after.row.seq] as const;
  if (before.data.length < before.dataLength || after.data.length < after.dataLength) {
    return { state: 'too-long', seqs };
  }
  if (before.data === after.data) {
    return { state: 'same', seqs };
  }
  const documents = [await parse(before.data, signal), await parse(after.data, signal)] as const;
  if (signal.aborted) {
    return undefined;
  }
  const [old, young] = documents;
  if (old !== undefined && young !== undefined) {
    const diff = new JsonDiff(old, young);
    return (await inSlices(() => diff.advance(), signal)) ? { state: 'json', seqs, diff } : undefined;
  }
  const pieces = compareLines(before.data, after.data);
  return pieces === undefined ? { state: 'too-long', seqs } : { state: 'text', seqs, lines: linesOf(pieces) };
}

/** `undefined`: it is no JSON, or nobody waits for it any more. */
async function parse(text: string, signal: AbortSignal): Promise<JsonDocument | undefined> {
  const reading = new JsonParse(text);
  let result: JsonResult | undefined;
  await inSlices(() => {
    result = reading.advance(sliceTokens);
    return result === undefined;
  }, signal);
  return result?.ok === true && result.document.isContainer(0) ? result.document : undefined;
}

/** The lines of a comparison; those that took another's place are compared word by word. */
function linesOf(pieces: readonly TextPiece[]): readonly DiffLine[] {
  return pieces.flatMap((piece, at) => {
    const other = piece.change === 'removed' ? pieces[at + 1] : piece.change === 'added' ? pieces[at - 1] : undefined;
    const isReplaced = other !== undefined && other.change !== 'same' && other.change !== piece.change;
    const isShort = isReplaced && Math.max(piece.text.length, other.text.length) <= maxWordLength;
    const [before, after] = piece.change === 'removed' ? [piece, other] : [other, piece];
    const words = isShort ? compareWords(before?.text ?? '', after?.text ?? '') : undefined;
    return splitLines(
      piece.change,
      words?.filter(({ change }) => change === 'same' || change === piece.change) ?? [piece],
    );
  });
}

function splitLines(change: TextPiece['change'], pieces: readonly TextPiece[]): readonly DiffLine[] {
  const lines: TextPiece[][] = [[]];
  for (const piece of pieces) {
    piece.text.split('\n').forEach((text, at) => {
      if (at > 0) {
        lines.push([]);
      }
      lines.at(-1)?.push({ change: piece.change, text });
    });
  }
  // A line break at the end begins no line.
  if (lines.length > 1 && lines.at(-1)?.every(({ text }) => text === '') === true) {
    lines.pop();
  }
  return lines.map((line) => ({ change, pieces: line }));
}

function linesView(lines: readonly DiffLine[]): TemplateResult {
  const near = new Set<number>();
  lines.forEach(({ change }, at) => {
    if (change !== 'same' && near.size < maxLines) {
      for (let line = at - contextLines; line <= at + contextLines; line++) {
        near.add(line);
      }
    }
  });
  const shown = lines.flatMap((line, at) => (near.has(at) ? [{ line, skips: at > 0 && !near.has(at - 1) }] : []));
  return html`<div class="diff-lines" role="list" aria-label=${t('Differences')}>
    ${shown.map(
      ({ line, skips }) =>
        html`${skips ? html`<div class="diff-skip" aria-hidden="true">⋯</div>` : nothing}
          <div class="diff-line" role="listitem" data-change=${line.change}>
            ${sign(line.change)}<bdi class="diff-text"
              >${line.pieces.map((piece) => pieceView(piece, line.change))}</bdi
            >
          </div>`,
    )}
  </div>`;
}

function pieceView({ change, text }: TextPiece, line: TextPiece['change']): TemplateResult {
  const shown = visibleTextView(text.length > maxWordLength ? `${text.slice(0, maxWordLength)}…` : text);
  return change !== 'same' && line !== 'same'
    ? html`<span class="diff-piece" data-change=${change}>${shown}</span>`
    : html`${shown}`;
}

function changeView({ change, path, before, after }: JsonChange): TemplateResult {
  const words = change === 'changed' ? wordsOf(before, after) : undefined;
  return html`<li class="diff-item" data-change=${change}>
    ${sign(change)}<bdi class="diff-path">${pathField(path)}</bdi>
    ${
      words === undefined
        ? html`${before === undefined ? nothing : valueView(before, 'removed')}
          ${before === undefined || after === undefined ? nothing : html`<span class="diff-arrow" aria-hidden="true">→</span>`}
          ${after === undefined ? nothing : valueView(after, 'added')}`
        : html`<bdi class="diff-value">${words.map((piece) => pieceView(piece, 'added'))}</bdi>`
    }
  </li>`;
}

/** Two strings word by word; `undefined` where that says no more than both of them would. */
function wordsOf(before: JsonPlace | undefined, after: JsonPlace | undefined): readonly TextPiece[] | undefined {
  const [old, young] = [stringAt(before), stringAt(after)];
  if (old === undefined || young === undefined) {
    return undefined;
  }
  const pieces = compareWords(old, young);
  return pieces?.some(({ change, text }) => change === 'same' && text.trim() !== '') === true ? pieces : undefined;
}

function stringAt(place: JsonPlace | undefined): string | undefined {
  const isString = place?.document.kind(place.node) === 'string';
  const source = isString ? place.document.source(place.node) : undefined;
  return source === undefined || source.length > maxWordLength ? undefined : unquoteJson(source);
}

function valueView({ document, node }: JsonPlace, change: 'added' | 'removed'): TemplateResult {
  const start = document.start(node);
  const end = document.end(node);
  const source = document.text.slice(start, Math.min(end, start + maxValueLength));
  return html`<bdi class="diff-piece diff-value" data-change=${change}
    >${visibleTextView(end - start > maxValueLength ? `${source}…` : source)}</bdi
  >`;
}

function sign(change: TextPiece['change'] | JsonChange['change']): TemplateResult {
  switch (change) {
    case 'added':
      return html`<span class="diff-sign" role="img" aria-label=${t('Added')}>+</span>`;
    case 'removed':
      return html`<span class="diff-sign" role="img" aria-label=${t('Removed')}>−</span>`;
    case 'changed':
      return html`<span class="diff-sign" role="img" aria-label=${t('Changed')}>~</span>`;
    case 'same':
      return html`<span class="diff-sign"></span>`;
    default:
      return assertNever(change);
  }
}

function differences(number: number): string {
  return number === 1 ? t('1 difference') : t('{0} differences', count(number));
}

customElements.define('sse-diff-view', DiffView);
