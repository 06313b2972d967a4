/**
 * The names that the manifest and the code share. A test compares them with package.json both ways; this module imports
 * nothing, so that it can.
 */

export const commands = {
  connect: 'sseDebugger.connect',
  disconnect: 'sseDebugger.disconnect',
  reconnect: 'sseDebugger.reconnect',
  reconnectNow: 'sseDebugger.reconnectNow',
  giveUp: 'sseDebugger.giveUp',
  disconnectAll: 'sseDebugger.disconnectAll',
  editLastEventId: 'sseDebugger.editLastEventId',
  reconnectFrom: 'sseDebugger.reconnectFrom',
  reconnectFromHere: 'sseDebugger.reconnectFromHere',
  exportEvents: 'sseDebugger.exportEvents',
  copyData: 'sseDebugger.copyData',
  copyJson: 'sseDebugger.copyJson',
  copyRaw: 'sseDebugger.copyRaw',
  copyCurl: 'sseDebugger.copyCurl',
  openInEditor: 'sseDebugger.openInEditor',
  compareInEditor: 'sseDebugger.compareInEditor',
  toggleFollow: 'sseDebugger.toggleFollow',
  togglePauseView: 'sseDebugger.togglePauseView',
  chooseColumns: 'sseDebugger.chooseColumns',
  /** Of the header that was right-clicked; not in the palette. */
  hideColumn: 'sseDebugger.hideColumn',
  switchTime: 'sseDebugger.switchTime',
  showKeys: 'sseDebugger.showKeys',
  toggleBookmark: 'sseDebugger.toggleBookmark',
  addNote: 'sseDebugger.addNote',
  nextBookmark: 'sseDebugger.nextBookmark',
  previousBookmark: 'sseDebugger.previousBookmark',
  nextDiagnostic: 'sseDebugger.nextDiagnostic',
  previousDiagnostic: 'sseDebugger.previousDiagnostic',
  nextReconnect: 'sseDebugger.nextReconnect',
  previousReconnect: 'sseDebugger.previousReconnect',
  nextOfType: 'sseDebugger.nextOfType',
  previousOfType: 'sseDebugger.previousOfType',
  pauseReading: 'sseDebugger.pauseReading',
  resumeReading: 'sseDebugger.resumeReading',
  acceptCertificate: 'sseDebugger.acceptCertificate',
  clear: 'sseDebugger.clear',
  undoClear: 'sseDebugger.undoClear',
  applyFilter: 'sseDebugger.applyFilter',
  saveFilter: 'sseDebugger.saveFilter',
  startDemoServer: 'sseDebugger.startDemoServer',
  stopDemoServer: 'sseDebugger.stopDemoServer',
  showLog: 'sseDebugger.showLog',
  addEndpoint: 'sseDebugger.addEndpoint',
  editEndpoint: 'sseDebugger.editEndpoint',
  removeEndpoint: 'sseDebugger.removeEndpoint',
  connectEndpoint: 'sseDebugger.connectEndpoint',
  /** What a click on an endpoint does; not in the palette. */
  openEndpoint: 'sseDebugger.openEndpoint',
  openSession: 'sseDebugger.openSession',
  removeSession: 'sseDebugger.removeSession',
  forgetSecrets: 'sseDebugger.forgetSecrets',
  openWalkthrough: 'sseDebugger.openWalkthrough',
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** What a form of copy is done by. */
export const copyCommands = {
  data: commands.copyData,
  json: commands.copyJson,
  raw: commands.copyRaw,
  curl: commands.copyCurl,
} as const;

export const views = {
  endpoints: 'sseDebugger.endpoints',
  sessions: 'sseDebugger.sessions',
  timeline: 'sseDebugger.timeline',
} as const;

export const viewContainer = 'sseDebugger';

export const panelViewType = 'sseDebugger.panel';

export const walkthrough = 'sseDebugger.start';

/** Section of the settings. */
export const settingsSection = 'sseDebugger';

/** Keys of the settings in their section. */
export const settings = {
  endpoints: 'endpoints',
  reconnectEnabled: 'reconnect.enabled',
  reconnectDelay: 'reconnect.delay',
  reconnectBackoff: 'reconnect.backoff',
  reconnectMaxDelaySeconds: 'reconnect.maxDelaySeconds',
  reconnectDeadAfterSeconds: 'reconnect.deadAfterSeconds',
  reconnectOnServerError: 'reconnect.onServerError',
  httpVersion: 'http.version',
  cookies: 'cookies',
  limitsBlockMiB: 'limits.blockMiB',
  limitsCaptureMiB: 'limits.captureMiB',
  limitsHeaderKiB: 'limits.headerKiB',
  keepCaptures: 'keepCaptures',
} as const;

/** Keys for when clauses. */
export const contextKeys = {
  /** Whether any session is open in this window. */
  hasSessions: 'sseDebugger.hasSessions',
  /** Whether any session is live. */
  hasLiveSessions: 'sseDebugger.hasLiveSessions',
  /** Whether the active session reads a stream, or has paused that. */
  canPauseReading: 'sseDebugger.canPauseReading',
  canResumeReading: 'sseDebugger.canResumeReading',
  /** Whether the active session has records that "undo clear" would bring back. */
  canUndoClear: 'sseDebugger.canUndoClear',
  /** Whether the demo server runs. */
  demoRunning: 'sseDebugger.demoRunning',
} as const;

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** Values of `viewItem` in when clauses. */
export const viewItems = {
  endpoint: 'endpoint',
  invalidEndpoint: 'invalidEndpoint',
  demoEndpoint: 'demoEndpoint',
  group: 'group',
  demoGroup: 'demoGroup',
  liveSession: 'liveSession',
  waitingSession: 'waitingSession',
  endedSession: 'endedSession',
  capture: 'capture',
  captures: 'captures',
} as const;

/** Scheme of the read-only documents that show a record's data. */
export const recordScheme = 'sse-debugger';
