import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { pathField } from '../../src/core/query/queryClause.ts';
import { formatBytes } from '../../src/core/words/format.ts';
import { LightElement } from '../lightElement.ts';
import { count, locale, t } from '../strings.ts';
import { decodeValue, maxDecodedLength, possibleDecoding, type Decoding } from './decodedValue.ts';
import { decodingWords } from './decodingWords.ts';
import type { JsonTree } from './jsonTree.ts';
import type { TreeCommand } from './jsonTreeView.ts';
import { parseInSlices } from './slicedParse.ts';
import { visibleTextView } from '../visibleTextView.ts';

/** Characters of each end of a path that are shown. */
const pathEndLength = 200;

/**
 * What can be done with the value in a tree that the keys are on. `value-command` says what was asked for, `value-shown`
 * that the tree shows the value in another way.
 */
export class ValueBar extends LightElement {
  static override properties = {
    tree: { attribute: false },
    item: { type: Number },
    columns: { type: Number },
    revision: { type: Number },
    undecodable: { state: true },
    decodedLength: { state: true },
  };

  declare tree: JsonTree;
  /** The item that the keys are on. */
  declare item: number;
  /** Columns of a row of the tree. */
  declare columns: number;
  /** That of the tree, so that this bar follows it. */
  declare revision: number;
  /** Whether the value proved to be something else than it looked like. */
  declare undecodable: boolean;
  /** Characters of what is being decoded; 0: nothing is. */
  declare decodedLength: number;

  #offered: Decoding | undefined;
  #abort = new AbortController();

  constructor() {
    super();
    this.item = 0;
    this.columns = 0;
    this.revision = 0;
    this.undecodable = false;
    this.decodedLength = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#endDecoding();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('tree') || changed.has('item')) {
      this.undecodable = false;
      this.#endDecoding();
      this.#offered = offerFor(this.tree, this.item);
    }
  }

  protected override render(): TemplateResult {
    const { tree, item: id } = this;
    const path = tree.items.path(id);
    const shownPath = shortPath(pathField(path));
    const shown = tree.items.decodingOf(id);
    const isOffered = shown === undefined && !this.undecodable && this.decodedLength === 0;
    const offered = isOffered ? this.#offered : undefined;
    return html`<div class="data-foot" role="toolbar" aria-label=${t('Value')}>
      <bdi class="data-path" title=${shownPath}>${visibleTextView(shownPath)}</bdi>
      ${tree.isFolded(id) && shown === undefined ? this.#foldButton() : nothing}
      ${
        offered === undefined
          ? nothing
          : button(decodingWords(offered).offer, 'decode', () => {
              void this.#decode(offered);
            })
      }
      ${
        this.decodedLength > 0
          ? html`<span role="status">${t('Reading {0} characters…', count(this.decodedLength))}</span>`
          : nothing
      }
      ${this.undecodable ? html`<span role="status">${t('It is not what it looks like.')}</span>` : nothing}
      ${
        shown === undefined
          ? nothing
          : button(t('Show as it came'), 'undecode', () => {
              tree.undecode(id);
              this.#shownOtherwise();
            })
      }
      ${this.#commandButton(t('Copy Value'), 'copyValue')} ${this.#commandButton(t('Copy Path'), 'copyPath')}
      ${
        tree.items.isDecoded(id) || path.length === 0
          ? nothing
          : this.#commandButton(t('Filter by This Value'), 'filter')
      }
    </div>`;
  }

  #foldButton(): TemplateResult {
    const { tree, item: id } = this;
    const isOpen = tree.isOpen(id);
    const words = isOpen ? t('Fold') : t('Show all ({0})', formatBytes(sourceLength(tree, id), locale()));
    return button(words, 'unfold', () => {
      tree.setOpen(id, !isOpen, this.columns);
      this.#shownOtherwise();
    });
  }

  #commandButton(words: string, command: TreeCommand): TemplateResult {
    return button(words, command, () => {
      this.dispatchEvent(new CustomEvent<TreeCommand>('value-command', { detail: command }));
    });
  }

  async #decode(decoding: Decoding): Promise<void> {
    const { tree, item: id } = this;
    const json = decodeValue(decoding, tree.items.text(id));
    if (json === undefined) {
      this.undecodable = true;
      return;
    }
    this.#abort = new AbortController();
    this.decodedLength = json.length;
    const { signal } = this.#abort;
    const result = await parseInSlices(json, signal);
    if (result === undefined || signal.aborted) {
      return;
    }
    this.decodedLength = 0;
    if (result.ok) {
      tree.decode(id, decoding, result.document);
    } else {
      this.undecodable = true;
    }
    this.#shownOtherwise();
  }

  #endDecoding(): void {
    this.#abort.abort();
    this.decodedLength = 0;
  }

  #shownOtherwise(): void {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('value-shown'));
  }
}

function button(words: string, action: string, run: () => void): TemplateResult {
  return html`<button class="link-button" data-action=${action} @click=${run}>${words}</button>`;
}

/** Length of a value as it stands in its document, in characters; 0 for a line. */
function sourceLength(tree: JsonTree, id: number): number {
  const item = tree.items.item(id);
  return item.item === 'line' ? 0 : item.document.end(item.node) - item.document.start(item.node);
}

function offerFor(tree: JsonTree, id: number): Decoding | undefined {
  const item = tree.items.item(id);
  if (item.item === 'line' || sourceLength(tree, id) > maxDecodedLength) {
    return undefined;
  }
  const kind = item.document.kind(item.node);
  return kind === 'string' || kind === 'number' ? possibleDecoding(kind, tree.items.text(id)) : undefined;
}

/** The ends of a path that is longer than anybody reads: to lay out 10,000 levels takes time. */
function shortPath(path: string): string {
  return path.length > 2 * pathEndLength ? `${path.slice(0, pathEndLength)}…${path.slice(-pathEndLength)}` : path;
}

customElements.define('sse-value-bar', ValueBar);
