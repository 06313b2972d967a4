import { assertNever } from '../assertNever.ts';
import type { ConnectionChange } from './connectionChange.ts';
import type { Problem } from './problem.ts';
import type { ReconnectDelay, ReconnectSettings } from './reconnectPolicy.ts';

/** Where a connection stands; the state machine's own view, without clocks and counts. */
export interface Connection {
  readonly phase: 'idle' | 'connecting' | 'open' | 'waiting' | 'stopped' | 'finished' | 'failed';
  /** Number of the newest attempt, counted from 1; 0 before the first. */
  readonly attempt: number;
  /** A response was accepted since the user last asked to connect: what breaks now was right once. */
  readonly wasOpen: boolean;
}

/** How long a connection was open, and for how long nothing had come when it ended, milliseconds. */
export interface OpenTime {
  readonly openMs: number;
  readonly silenceMs: number;
}

/** What happens to a connection. */
export type ConnectionInput =
  /** The user asks to connect, at first or again. */
  | { readonly input: 'connect' }
  /** Headers came, with status 200 and the right type. */
  | {
      readonly input: 'accepted';
      readonly status: number;
      readonly httpVersion: string;
      readonly contentType: string;
      readonly redirects: number;
      readonly finalUrl: string;
    }
  /** Headers came that fail the connection (HTML 9.2.3, "fail the connection"). */
  | { readonly input: 'refused'; readonly problem: Problem }
  /** Status 204: the server asks not to come back. */
  | { readonly input: 'noContent' }
  /** The body ended in an orderly way. */
  | { readonly input: 'ended'; readonly openMs: number; readonly silenceMs: number; readonly repeats: number }
  /** The connection could not be made, broke, or was silent for too long. */
  /** With how long the connection was open, and silent at its end, where it was. */
  | { readonly input: 'broken'; readonly problem: Problem; readonly open: OpenTime | null }
  /** The body is one that no client should read on. */
  | { readonly input: 'unreadable'; readonly problem: Problem }
  | { readonly input: 'delayOver' }
  /** The user asks to disconnect. */
  | { readonly input: 'stop' };

/** What the rules need to know beside state and input. */
export interface ConnectionRules {
  readonly method: string;
  /** URL without credentials. */
  readonly url: string;
  /** Value of the Last-Event-ID header of the next request. */
  readonly lastEventId: string;
  /** The ID that it should send but that no header can carry; empty: there is none such. */
  readonly unsendableId: string;
  readonly reconnect: ReconnectSettings;
  /** Attempts in a row that brought no byte, with the one that the input ends. */
  readonly failuresInARow: number;
  /** How long to wait where another attempt follows. */
  readonly delay: ReconnectDelay;
}

/** What to do next. `release` ends whatever request or delay is under way. */
export type ConnectionAction = 'none' | 'request' | 'wait' | 'release';

export interface ConnectionStep {
  readonly connection: Connection;
  /** Changes to record, in this order. */
  readonly changes: readonly ConnectionChange[];
  readonly action: ConnectionAction;
}

export const idleConnection: Connection = { phase: 'idle', attempt: 0, wasOpen: false };

/**
 * The EventSource state machine (HTML 9.2.3) as a pure function. Inputs that come too late, such as the end of a body
 * after the user stopped, change nothing.
 */
export function stepConnection(connection: Connection, input: ConnectionInput, rules: ConnectionRules): ConnectionStep {
  const { phase, attempt } = connection;
  switch (input.input) {
    case 'connect':
      return request(attempt + 1, false, rules);
    case 'delayOver':
      return phase === 'waiting' ? request(attempt + 1, connection.wasOpen, rules) : unchanged(connection);
    case 'stop':
      return phase === 'connecting' || phase === 'open' || phase === 'waiting'
        ? end(connection, 'stopped', { change: 'stopped', attempt }, 'release')
        : unchanged(connection);
    case 'accepted': {
      const { status, httpVersion, contentType, redirects, finalUrl } = input;
      return phase === 'connecting'
        ? {
            connection: { phase: 'open', attempt, wasOpen: true },
            changes: [{ change: 'opened', attempt, status, httpVersion, contentType, redirects, finalUrl }],
            action: 'none',
          }
        : unchanged(connection);
    }
    case 'refused':
      return phase === 'connecting' ? afterRefusal(connection, input.problem, rules) : unchanged(connection);
    case 'unreadable':
      return phase === 'open' ? fail(connection, input.problem) : unchanged(connection);
    case 'noContent':
      return phase === 'connecting'
        ? end(connection, 'finished', { change: 'finished', attempt, reason: 'no-content' }, 'release')
        : unchanged(connection);
    case 'ended':
      return phase === 'open' ? afterBody(connection, input, rules) : unchanged(connection);
    case 'broken':
      return phase === 'connecting' || phase === 'open' ? afterBreak(connection, input, rules) : unchanged(connection);
    default:
      return assertNever(input);
  }
}

function request(attempt: number, wasOpen: boolean, rules: ConnectionRules): ConnectionStep {
  const { method, url, lastEventId, unsendableId } = rules;
  return {
    connection: { phase: 'connecting', attempt, wasOpen },
    changes: [{ change: 'connecting', attempt, method, url, lastEventId, unsendableId }],
    action: 'request',
  };
}

function afterBody(
  connection: Connection,
  { openMs, silenceMs, repeats }: Extract<ConnectionInput, { readonly input: 'ended' }>,
  rules: ConnectionRules,
): ConnectionStep {
  const { attempt } = connection;
  const ended: ConnectionChange = { change: 'ended', attempt, openMs, silenceMs, repeats };
  if (rules.reconnect.isEnabled && !givesUp(rules)) {
    return wait(connection, ended, rules);
  }
  const reason = rules.reconnect.isEnabled ? 'gave-up' : 'not-repeated';
  return {
    connection: { ...connection, phase: 'finished' },
    changes: [ended, { change: 'finished', attempt, reason }],
    action: 'release',
  };
}

function afterBreak(
  connection: Connection,
  { problem, open }: Extract<ConnectionInput, { readonly input: 'broken' }>,
  rules: ConnectionRules,
): ConnectionStep {
  // What never worked is most likely a wrong address or a server that is not running: say so instead of trying for ever.
  const isWorthTrying = connection.wasOpen || rules.reconnect.maxAttempts !== undefined;
  return rules.reconnect.isEnabled && isWorthTrying && !givesUp(rules)
    ? wait(connection, cut(connection, problem, open), rules)
    : fail(connection, problem);
}

function cut({ attempt }: Connection, problem: Problem, open: OpenTime | null): ConnectionChange {
  return { change: 'cut', attempt, problem, openMs: open?.openMs ?? null, silenceMs: open?.silenceMs ?? null };
}

/** By the standard a response that is none fails the connection for good; the user may want the server's faults excepted. */
function afterRefusal(connection: Connection, problem: Problem, rules: ConnectionRules): ConnectionStep {
  const { isEnabled, retriesServerErrors } = rules.reconnect;
  return isEnabled && retriesServerErrors && isServerError(problem) && !givesUp(rules)
    ? wait(connection, cut(connection, problem, null), rules)
    : fail(connection, problem);
}

function isServerError({ code, status }: Problem): boolean {
  return code === 'bad-status' && status !== null && (status >= 500 || status === 429);
}

function givesUp({ reconnect: { maxAttempts }, failuresInARow }: ConnectionRules): boolean {
  return maxAttempts !== undefined && failuresInARow >= maxAttempts;
}

function wait(connection: Connection, first: ConnectionChange, rules: ConnectionRules): ConnectionStep {
  const { attempt } = connection;
  return {
    connection: { ...connection, phase: 'waiting' },
    changes: [first, { change: 'waiting', attempt, ...rules.delay }],
    action: 'wait',
  };
}

function fail(connection: Connection, problem: Problem): ConnectionStep {
  return end(connection, 'failed', { change: 'failed', attempt: connection.attempt, problem }, 'release');
}

function end(
  connection: Connection,
  phase: Connection['phase'],
  change: ConnectionChange,
  action: ConnectionAction,
): ConnectionStep {
  return { connection: { ...connection, phase }, changes: [change], action };
}

function unchanged(connection: Connection): ConnectionStep {
  return { connection, changes: [], action: 'none' };
}
