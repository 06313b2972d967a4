import { html, nothing, type TemplateResult } from 'lit';
import { assertNever } from '../../src/core/assertNever.ts';
import { formatBytes } from '../../src/core/words/format.ts';
import type { RecordDetail } from '../../src/core/record/record.ts';
import { locale, t } from '../strings.ts';
import { hexDump } from './hexDump.ts';
import { rawLines, type RawLine } from './rawLines.ts';

/** How the bytes are written. */
export type RawView = 'text' | 'hex';

const maxTextBytes = 64 * 1024;
const maxTextLines = 2000;
const maxHexBytes = 32 * 1024;
/** Narrower than this only half as many bytes fit on a line of the hex dump. */
const wideHexPx = 620;

/** The bytes of a record as they came over the wire. */
export function rawTab(
  record: RecordDetail,
  view: RawView,
  widthPx: number,
  choose: (view: RawView) => void,
): TemplateResult {
  if (record.rawLength === 0) {
    return html`<p class="detail-none">${t('No bytes of the body belong to this record.')}</p>`;
  }
  const shown = record.raw.subarray(0, view === 'text' ? maxTextBytes : maxHexBytes);
  const lines = view === 'text' ? rawLines(shown) : [];
  const isCut = shown.length < record.rawLength || lines.length > maxTextLines;
  return html`<div class="detail-views" role="group" aria-label=${t('Show bytes as')}>
      ${viewButton('text', view, choose)} ${viewButton('hex', view, choose)}
      <span class="detail-clause">${formatBytes(record.rawLength, locale())}</span>
    </div>
    ${view === 'text' ? textView(lines.slice(0, maxTextLines), record.rawOffset) : hexView(shown, record.rawOffset, widthPx < wideHexPx ? 8 : 16)}
    ${
      isCut
        ? html`<p class="detail-cut">
            ${t('The first {0} of {1}', formatBytes(shown.length, locale()), formatBytes(record.rawLength, locale()))}
          </p>`
        : nothing
    }`;
}

function viewButton(view: RawView, current: RawView, choose: (view: RawView) => void): TemplateResult {
  return html`<button class="toggle-button" aria-pressed=${view === current} @click=${() => choose(view)}>
    ${viewWord(view)}
  </button>`;
}

function viewWord(view: RawView): string {
  switch (view) {
    case 'text':
      return t('Text');
    case 'hex':
      return t('Hex');
    default:
      return assertNever(view);
  }
}

function textView(lines: readonly RawLine[], origin: number): TemplateResult {
  return html`<div class="raw-view" dir="ltr">
    ${lines.map(
      ({ offset, pieces }) =>
        html`<span class="raw-offset">${origin + offset}</span
          ><code class="raw-line"
            >${pieces.map(({ kind, text }) => html`<span class="raw-${kind}">${text}</span>`)}</code
          >`,
    )}
  </div>`;
}

function hexView(bytes: Uint8Array, origin: number, bytesPerLine: number): TemplateResult {
  const { offsets, hex, ascii } = hexDump(bytes, origin, bytesPerLine);
  return html`<div class="raw-hex" dir="ltr">
    <pre class="raw-offset">${offsets}</pre>
    <pre>${hex}</pre>
    <pre class="raw-ascii">${ascii}</pre>
  </div>`;
}
