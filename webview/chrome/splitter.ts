import { html, type TemplateResult } from 'lit';
import { LightElement } from '../lightElement.ts';
import { followPointer } from '../followPointer.ts';
import { t } from '../strings.ts';
import './splitter.css';

const smallestShare = 0.15;
const largestShare = 0.8;
/** How far an arrow key moves it. */
const step = 0.02;

/** Keeps both panes of a split usable. */
export function clampShare(share: number): number {
  return Math.min(largestShare, Math.max(smallestShare, share));
}

/** The border between list and details, movable by pointer and keys. It measures against its parent. */
export class Splitter extends LightElement {
  static override properties = {
    share: { type: Number },
    vertical: { type: Boolean },
  };

  /** Share of the parent that the second pane takes. */
  declare share: number;
  /** Whether the panes stand side by side. */
  declare vertical: boolean;

  constructor() {
    super();
    this.share = 0.4;
    this.vertical = true;
  }

  protected override render(): TemplateResult {
    return html`<div
      class="splitter-handle"
      role="separator"
      tabindex="0"
      aria-label=${t('Size of the details')}
      aria-orientation=${this.vertical ? 'vertical' : 'horizontal'}
      aria-valuemin=${smallestShare * 100}
      aria-valuemax=${largestShare * 100}
      aria-valuenow=${Math.round(this.share * 100)}
      title=${t('Drag, or use the arrow keys, to resize')}
      @pointerdown=${(event: PointerEvent) => this.#grab(event)}
      @keydown=${(event: KeyboardEvent) => this.#keydown(event)}
      @dblclick=${() => this.#move(0.4)}
    ></div>`;
  }

  #grab(event: PointerEvent): void {
    const handle = event.currentTarget;
    const box = this.parentElement?.getBoundingClientRect();
    if (event.button !== 0 || !(handle instanceof HTMLElement) || box === undefined) {
      return;
    }
    followPointer(handle, event, ({ clientX, clientY }) =>
      this.#move(this.vertical ? (box.right - clientX) / box.width : (box.bottom - clientY) / box.height),
    );
  }

  #keydown(event: KeyboardEvent): void {
    const [larger, smaller] = this.vertical ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key === larger || event.key === smaller) {
      event.preventDefault();
      this.#move(this.share + (event.key === larger ? step : -step));
    }
  }

  #move(share: number): void {
    this.share = clampShare(share);
    this.dispatchEvent(new CustomEvent<number>('share-change', { detail: this.share }));
  }
}

customElements.define('sse-splitter', Splitter);
