import { html, nothing, type TemplateResult } from 'lit';
import { describeConnectionChange } from '../../src/core/words/connectionChange.ts';
import type { RecordDetail } from '../../src/core/record/record.ts';
import { problemView } from '../chrome/problemView.ts';
import { count, t } from '../strings.ts';
import { layOutJson, type JsonLine } from './jsonLayout.ts';

/** Lines of JSON that are drawn; some ten screens. */
const maxJsonLines = 1500;
/** Characters of text that are drawn. Shaping a single line of more stalls the page. */
const maxTextLength = 50_000;
/** JSON that is laid out at all; parsing this takes a few milliseconds. */
const maxJsonLength = 1_000_000;
/** Deeper levels are not indented further, or JSON of 10,000 levels would be mostly blanks. */
const maxIndent = 24;

/** The data of an event, the text of a comment, or what happened to the connection. */
export function dataTab(record: RecordDetail, openInEditor: () => void): TemplateResult {
  const { connection } = record.row;
  if (connection !== null) {
    return 'problem' in connection
      ? problemView(connection.problem)
      : html`<p class="detail-sentence">${describeConnectionChange(connection, t)}</p>`;
  }
  if (record.dataLength === 0 && record.data === '') {
    return html`<p class="detail-none">${t('(empty)')}</p>`;
  }
  const isWhole = record.data.length >= record.dataLength;
  const layout =
    record.row.kind === 'event' && isWhole && record.data.length <= maxJsonLength
      ? layOutJson(record.data, maxJsonLines)
      : undefined;
  if (layout !== undefined) {
    return html`<pre class="detail-code">${layout.lines.map(jsonLine)}</pre>
      ${
        layout.cut
          ? cutNote(
              t('The first {0} lines of {1} characters', count(maxJsonLines), count(record.dataLength)),
              openInEditor,
            )
          : nothing
      }`;
  }
  const shown = record.data.slice(0, maxTextLength);
  return html`<pre class="detail-code wrapped">${shown}</pre>
    ${
      shown.length < record.dataLength
        ? cutNote(t('The first {0} of {1} characters', count(shown.length), count(record.dataLength)), openInEditor)
        : nothing
    }`;
}

function jsonLine({ depth, tokens }: JsonLine): TemplateResult {
  const indent = '  '.repeat(Math.min(depth, maxIndent));
  return html`${indent}${tokens.map(({ kind, text }) =>
    kind === 'punctuation'
      ? text
      : html`<span class="json-${kind}"
          >${text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text}</span
        >`,
  )}${'\n'}`;
}

function cutNote(words: string, openInEditor: () => void): TemplateResult {
  return html`<p class="detail-cut">
    ${words} <button class="link-button" @click=${openInEditor}>${t('Open in editor')}</button>
  </p>`;
}
