/**
 * The contents of a session's panel, by what its user sees.
 *
 * @typedef {import('../../src/core/record/recordKind.ts').RecordKind} RecordKind
 * @typedef {import('../../src/core/connection/sessionSnapshot.ts').SessionState['name']} StateName
 */
export class Panel {
  /** @param {import('playwright-core').FrameLocator} frame */
  constructor(frame) {
    this.frame = frame;
  }

  /** The grid of records. */
  grid() {
    return this.frame.getByRole('grid');
  }

  /**
   * Records that are drawn now.
   *
   * @param {string | RegExp} [text]
   */
  rows(text) {
    const rows = this.grid().locator('[role="row"][data-seq]');
    return text === undefined ? rows : rows.filter({ hasText: text });
  }

  /** @param {RecordKind} kind */
  rowsOfKind(kind) {
    return this.grid().locator(`[role="row"][data-kind="${kind}"]`);
  }

  /** The word for the session's state in the header. */
  state() {
    return this.frame.locator('.header-state');
  }

  /**
   * Waits for a state of the session.
   *
   * @param {StateName} name
   */
  async untilState(name) {
    await this.frame.locator(`.header-state[data-state="${name}"]`).waitFor();
  }

  /**
   * One of the facts in the header.
   *
   * @param {'events' | 'rate' | 'bytes' | 'last-id' | 'retry' | 'duration' | 'attempts' | 'warnings'} name
   */
  fact(name) {
    return this.frame.locator(`[data-fact="${name}"]`);
  }

  /**
   * A button of the header.
   *
   * @param {'disconnect' | 'reconnect' | 'reconnectNow' | 'giveUp' | 'clear'} action
   */
  button(action) {
    return this.frame.locator(`.header-actions [data-action="${action}"]`);
  }

  /**
   * The switch of a kind of records.
   *
   * @param {RecordKind} kind
   */
  kindSwitch(kind) {
    return this.frame.locator(`.kind-toggle[data-kind="${kind}"]`);
  }

  /**
   * A tab of the details.
   *
   * @param {'Data' | 'Fields' | 'Raw' | 'Diff' | 'Connection'} name
   */
  detailTab(name) {
    return this.frame.getByRole('tab', { name });
  }

  /** The box for the filter. */
  filter() {
    return this.frame.getByLabel('Filter records');
  }

  /** How much matches the filter. */
  filterState() {
    return this.frame.locator('#filter-state');
  }

  /** What is wrong with the text of the filter. */
  filterFault() {
    return this.frame.locator('#filter-fault');
  }

  /** What is offered below the box for the filter. */
  suggestions() {
    return this.frame.locator('#filter-suggestions').getByRole('option');
  }

  /** The box that looks within the rows that are shown. */
  find() {
    return this.frame.getByRole('combobox', { name: 'Find within the rows that are shown' });
  }

  /** Records that are marked, among those that are drawn. */
  markedRows() {
    return this.grid().locator('[data-marked]');
  }

  /** The chip of an event type in the line below the filter. @param {string} type */
  typeChip(type) {
    return this.frame.locator(`.type-chips .type-chip[data-type="${type}"]`);
  }

  /** The canvas of the timeline; its name says what it shows. */
  timeline() {
    return this.frame.locator('sse-timeline canvas');
  }

  /**
   * A button of the timeline.
   *
   * @param {'zoom-stretch' | 'clear-stretch' | 'follow' | 'zoom-out' | 'zoom-in' | 'all' | 'statistics'} name
   */
  timelineButton(name) {
    return this.frame.locator(`[data-timeline="${name}"]`);
  }

  /** @param {string} text */
  text(text) {
    return this.frame.getByText(text);
  }

  /** The pane with the details of the selected record. */
  details() {
    return this.frame.getByRole('tabpanel');
  }
}
