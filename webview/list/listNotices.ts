import { html, nothing, type TemplateResult } from 'lit';
import { codicon } from '../codicon.ts';
import { count, t } from '../strings.ts';

/** What the signs over the list depend on. */
export interface ListNoticesContext {
  readonly following: boolean;
  /** Whether the newest row is in sight. */
  readonly isAtEnd: boolean;
  /** Rows that came since the newest one was in sight. */
  readonly fresh: number;
  /** Whether the view is paused, and how many rows that holds back. */
  readonly isHeld: boolean;
  readonly heldBack: number;
  /** Number of selected rows. */
  readonly selected: number;
  /** Why the last order did nothing; empty: it did. */
  readonly refusal: string;
  readonly jump: () => void;
  readonly release: () => void;
}

/** The signs over the lower edge of the list: what is selected, and what there is beyond what is shown. */
export function listNotices(context: ListNoticesContext): TemplateResult {
  return html`<div class="list-notices">${selectionSign(context)}${growthSign(context)}</div>`;
}

function selectionSign({ selected, refusal }: ListNoticesContext): TemplateResult | typeof nothing {
  if (refusal !== '') {
    return html`<span class="list-sign" role="status">${codicon('info')}${refusal}</span>`;
  }
  return selected < 2
    ? nothing
    : html`<span class="list-sign" role="status">${t('{0} selected', count(selected))}</span>`;
}

function heldBackWords(heldBack: number): string {
  switch (heldBack) {
    case 0:
      return t('nothing has come since');
    case 1:
      return t('{0} has come since', count(1));
    default:
      return t('{0} have come since', count(heldBack));
  }
}

function growthSign(context: ListNoticesContext): TemplateResult | typeof nothing {
  const { following, isAtEnd, fresh, isHeld, heldBack, jump, release } = context;
  if (isHeld) {
    return html`<span class="list-sign held"
      >${codicon('lock')}<strong>${t('View paused')}</strong
      ><span class="list-held-count">${heldBackWords(heldBack)}</span
      ><button class="link-button" data-action="releaseView" title=${t('Show what has come (p)')} @click=${release}>
        ${t('Resume View')}
      </button></span
    >`;
  }
  // In sight of the newest row there is nowhere to jump to until another one comes.
  return following || (fresh === 0 && isAtEnd)
    ? nothing
    : html`<button class="list-jump" title=${t('Go to the newest record and follow (f)')} @click=${jump}>
        ${codicon('arrow-down')}${fresh > 0 ? t('{0} new', count(fresh)) : t('Jump to newest')}
      </button>`;
}
