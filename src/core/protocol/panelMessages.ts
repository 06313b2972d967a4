import * as v from 'valibot';
import { filterAnswerTypes, filterMessageSchemas, filterNoticeTypes, filterStateEntries } from './filterMessages.ts';
import type { FilterAnswer, FilterNotice } from './filterMessages.ts';
import { recordKinds } from '../record/recordKind.ts';
import type { RecordDetail, RecordWindow } from '../record/record.ts';
import type { SearchState } from '../record/searchState.ts';
import type { ShownAttempt } from './shownAttempt.ts';
import type { ShownSnapshot } from './shownSnapshot.ts';
import { detailViewSchema, fromDetailSchemas, toDetailTypes, type ToDetail } from './detailMessages.ts';
import { listMessageSchemas, toListTypes, type FoundRecord, type ToList } from './listMessages.ts';
import { fromRawSchemas, toRawTypes, type ToRaw } from './rawMessages.ts';
import { recordMessageSchemas } from './recordMessages.ts';
import { fromTimelineSchemas, timelineStateSchema, toTimelineTypes } from './timelineMessages.ts';
import type { ToTimeline } from './timelineMessages.ts';

/**
 * The messages between the extension host and its webviews (the panel in the editor area and the timeline in the side
 * bar). The webview asks for what it shows and the host answers; besides, the host sends complete snapshots, never
 * deltas, so that a lost one does no harm.
 */

const detailTabs = ['data', 'fields', 'raw', 'diff', 'connection'] as const;

/** What a webview remembers of itself over hiding and reload, through `setState`. */
export const panelStateSchema = v.object({
  sessionId: v.string(),
  ...filterStateEntries,
  selectedSeq: v.optional(v.nullable(v.number()), null),
  following: v.optional(v.boolean(), true),
  topPosition: v.optional(v.number(), 0),
  /** Rows that are shown of a paused view; `null`: it is not paused. */
  heldAt: v.optional(v.nullable(v.number()), null),
  detailTab: v.optional(v.picklist(detailTabs), 'data'),
  /** The same for records of the connection, whose attempt is what one wants to see first. */
  connectionTab: v.optional(v.picklist(detailTabs), 'connection'),
  /** Share of the width (or height, where it lies below) that the details take, 0 to 1. */
  detailShare: v.optional(v.number(), 0.4),
  timeline: v.optional(timelineStateSchema, {}),
  detailView: v.optional(detailViewSchema, {}),
});

export type PanelState = v.InferOutput<typeof panelStateSchema>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const requestId = count;

const panelActions = [
  'pauseReading',
  'resumeReading',
  'disconnect',
  'reconnect',
  'reconnectNow',
  'giveUp',
  'editLastEventId',
  'acceptCertificate',
  'clear',
  'undoClear',
  'exportEvents',
  'showLog',
  'startDemo',
  'connect',
] as const;

/** What a button in a webview asks for. */
export type PanelAction = (typeof panelActions)[number];

export const fromPanelSchema = v.variant('type', [
  /** The webview is drawn and can take messages. */
  v.object({ type: v.literal('ready') }),
  v.object({
    type: v.literal('getRows'),
    requestId,
    kinds: v.array(v.picklist(recordKinds)),
    first: count,
    count: v.pipe(count, v.maxValue(2000)),
    /** The filter in force; empty: none. */
    query: v.optional(v.string(), ''),
  }),
  /** Filter from now on; an empty text ends that. */
  v.object({ type: v.literal('filter'), query: v.string(), kinds: v.array(v.picklist(recordKinds)) }),
  v.object({ type: v.literal('getRecord'), requestId, seq: count }),
  /** What is known of a connection attempt, by its number. */
  v.object({ type: v.literal('getAttempt'), requestId, number: count }),
  ...fromTimelineSchemas,
  v.object({ type: v.literal('action'), action: v.picklist(panelActions) }),
  ...recordMessageSchemas,
  ...listMessageSchemas,
  ...filterMessageSchemas,
  ...fromDetailSchemas,
  ...fromRawSchemas,
  /** Bring the session's panel to the front; from the timeline in the side bar. */
  v.object({ type: v.literal('reveal'), seq: v.nullable(count) }),
  /** An uncaught error of the webview, for the log. */
  v.object({ type: v.literal('webviewError'), message: v.string() }),
]);

export type FromPanel = v.InferOutput<typeof fromPanelSchema>;

/** Translations of the webview's English texts; empty where the user reads English. */
export type Translations = Readonly<Record<string, string>>;

export type ToPanel =
  | ToList
  | FoundRecord
  | {
      readonly type: 'init';
      readonly translations: Translations;
      /** BCP 47 tag for numbers and dates. */
      readonly locale: string;
      /** The session as it stands when the panel begins; `null`: there is no session to show. */
      readonly snapshot: ShownSnapshot | null;
    }
  /** The session as it stands now; `null`: there is no session to show. At most ten a second. */
  | { readonly type: 'snapshot'; readonly snapshot: ShownSnapshot | null }
  | { readonly type: 'rows'; readonly requestId: number; readonly window: RecordWindow }
  | { readonly type: 'record'; readonly requestId: number; readonly record: RecordDetail | null }
  | { readonly type: 'attempt'; readonly requestId: number; readonly attempt: ShownAttempt | null }
  | ToDetail
  | ToRaw
  | ToTimeline
  /** How far the filter has come. */
  | { readonly type: 'search'; readonly query: string; readonly state: SearchState }
  /** Select a record and scroll to it. */
  | { readonly type: 'select'; readonly seq: number }
  | FilterNotice
  | FilterAnswer
  | { readonly type: 'requestFailed'; readonly requestId: number; readonly message: string };

const messageTypes = [
  ...toListTypes,
  'init',
  'snapshot',
  'rows',
  'record',
  'attempt',
  ...toDetailTypes,
  ...toRawTypes,
  ...toTimelineTypes,
  'search',
  'select',
  'requestFailed',
  ...filterNoticeTypes,
  ...filterAnswerTypes,
] as const;

/**
 * Checks that a message to the webview has a known shape at its top. The host is the sender and is trusted with the
 * contents; what this catches is a webview that outlived an update of the extension.
 */
export function isToPanel(message: unknown): message is ToPanel {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    messageTypes.some((type) => type === message.type)
  );
}
