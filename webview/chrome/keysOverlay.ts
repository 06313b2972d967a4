import { html, nothing, type TemplateResult } from 'lit';
import { assertNever } from '../../src/core/assertNever.ts';
import { keyLabel, shortcutPlaces, type Shortcut, type ShortcutPlace } from '../keys/shortcut.ts';
import { LightElement } from '../lightElement.ts';
import { t } from '../strings.ts';
import { overlay } from './overlay.ts';
import './keysOverlay.css';

/** The keys of the panel, over it. */
export class KeysOverlay extends LightElement {
  static override properties = {
    shortcuts: { attribute: false },
  };

  declare shortcuts: readonly Shortcut[];

  constructor() {
    super();
    this.shortcuts = [];
  }

  show(shortcuts: readonly Shortcut[]): void {
    this.shortcuts = shortcuts;
    this.querySelector('dialog')?.showModal();
  }

  protected override render(): TemplateResult {
    return overlay({
      name: 'keys',
      title: t('Keys'),
      contents: html`<div class="keys-groups">${shortcutPlaces.map((place) => this.#group(place))}</div>`,
    });
  }

  #group(place: ShortcutPlace): TemplateResult | typeof nothing {
    const shortcuts = this.shortcuts.filter((shortcut) => shortcut.place === place);
    return shortcuts.length === 0
      ? nothing
      : html`<section class="keys-group">
          <h3>${placeWord(place)}</h3>
          <dl>
            ${shortcuts.map(
              ({ keys, words }) =>
                html`<dt>${keys.map((key) => html`<kbd>${keyLabel(key)}</kbd>`)}</dt>
                  <dd>${words}</dd>`,
            )}
          </dl>
        </section>`;
  }
}

function placeWord(place: ShortcutPlace): string {
  switch (place) {
    case 'panel':
      return t('Everywhere in the panel');
    case 'list':
      return t('In the list');
    case 'filter':
      return t('In the filter');
    case 'timeline':
      return t('In the timeline');
    case 'details':
      return t('In the details');
    default:
      return assertNever(place);
  }
}

customElements.define('sse-keys-overlay', KeysOverlay);
