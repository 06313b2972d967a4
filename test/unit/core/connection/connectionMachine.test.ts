import assert from 'node:assert/strict';
import { idleConnection, stepConnection } from '../../../../src/core/connection/connectionMachine.ts';
import type {
  Connection,
  ConnectionInput,
  ConnectionRules,
} from '../../../../src/core/connection/connectionMachine.ts';
import type { Problem } from '../../../../src/core/connection/problem.ts';

const rules: ConnectionRules = {
  method: 'GET',
  url: 'http://host/',
  lastEventId: '9',
  unsendableId: '',
  reconnect: {
    isEnabled: true,
    growsDelay: true,
    maxDelayMs: 60_000,
    retriesServerErrors: false,
    maxAttempts: undefined,
  },
  failuresInARow: 0,
  delay: { delayMs: 3000, reason: 'default', baseMs: 3000 },
};
const refused: Problem = {
  code: 'refused',
  subject: 'host:80',
  systemCode: 'ECONNREFUSED',
  detail: '',
  status: null,
  contentType: null,
  bodyHead: '',
  retryAfterMs: null,
  authenticate: '',
};
const connect: ConnectionInput = { input: 'connect' };
const accepted: ConnectionInput = {
  input: 'accepted',
  status: 200,
  httpVersion: '1.1',
  contentType: 'text/event-stream',
  redirects: 0,
  finalUrl: '',
};
const ended: ConnectionInput = { input: 'ended', openMs: 10, silenceMs: 1, repeats: 0 };
const broken: ConnectionInput = { input: 'broken', problem: refused, open: null };
const delayOver: ConnectionInput = { input: 'delayOver' };
const stop: ConnectionInput = { input: 'stop' };

/** The rules with other settings. */
function with_(reconnect: Partial<ConnectionRules['reconnect']>, more: Partial<ConnectionRules> = {}): ConnectionRules {
  return { ...rules, ...more, reconnect: { ...rules.reconnect, ...reconnect } };
}

/** Leads a connection through inputs and tells what it did: the phase it is in, the changes and the actions. */
function lead(inputs: readonly ConnectionInput[], under: ConnectionRules = rules) {
  let connection: Connection = idleConnection;
  const changes: string[] = [];
  const actions: string[] = [];
  for (const input of inputs) {
    const step = stepConnection(connection, input, under);
    connection = step.connection;
    changes.push(...step.changes.map(({ change }) => change));
    actions.push(step.action);
  }
  return { phase: connection.phase, attempt: connection.attempt, changes, actions };
}

describe('a connection', () => {
  it('opens when the headers are accepted', () => {
    assert.equal(lead([connect, accepted]).phase, 'open');
  });

  it('waits and connects again after the end of a body', () => {
    const { phase, attempt, changes, actions } = lead([connect, accepted, ended, delayOver]);
    assert.equal(phase, 'connecting');
    assert.equal(attempt, 2);
    assert.deepEqual(changes, ['connecting', 'opened', 'ended', 'waiting', 'connecting']);
    assert.deepEqual(actions, ['request', 'none', 'wait', 'request']);
  });

  it('finishes after the end of a body that must not be asked for again', () => {
    const { phase, changes } = lead([connect, accepted, ended], with_({ isEnabled: false }));
    assert.equal(phase, 'finished');
    assert.deepEqual(changes.slice(-2), ['ended', 'finished']);
  });

  it('fails for good when it never worked', () => {
    assert.equal(lead([connect, broken]).phase, 'failed');
  });

  it('is tried again when it worked before, also while the server is away', () => {
    assert.equal(lead([connect, accepted, broken, delayOver, broken]).phase, 'waiting');
  });

  it('fails for good when it never worked since the user asked for it again', () => {
    assert.equal(lead([connect, accepted, ended, connect, broken]).phase, 'failed');
  });

  it('fails for good on a response that is none, also after it worked', () => {
    assert.equal(lead([connect, accepted, ended, delayOver, { input: 'refused', problem: refused }]).phase, 'failed');
  });

  it('is tried again after a fault of the server where the user wants that, and only then', () => {
    const faults = [500, 503, 429].map((status): Problem => ({ ...refused, code: 'bad-status', status }));
    for (const problem of faults) {
      assert.equal(lead([connect, { input: 'refused', problem }]).phase, 'failed');
      const wanted = lead([connect, { input: 'refused', problem }], with_({ retriesServerErrors: true }));
      assert.equal(wanted.phase, 'waiting');
      assert.deepEqual(wanted.changes.slice(-2), ['cut', 'waiting']);
    }
    const notFound: Problem = { ...refused, code: 'bad-status', status: 404 };
    const never = lead([connect, { input: 'refused', problem: notFound }], with_({ retriesServerErrors: true }));
    assert.equal(never.phase, 'failed');
  });

  it('is tried as often as is allowed where that is limited, also when it never worked', () => {
    const limited = (failuresInARow: number) => with_({ maxAttempts: 3 }, { failuresInARow });
    assert.equal(lead([connect, broken], limited(2)).phase, 'waiting');
    assert.equal(lead([connect, broken], limited(3)).phase, 'failed');
  });

  it('gives up on streams that end with nothing in them where attempts are limited', () => {
    const { phase, changes } = lead([connect, accepted, ended], with_({ maxAttempts: 3 }, { failuresInARow: 3 }));
    assert.equal(phase, 'finished');
    assert.deepEqual(changes.slice(-2), ['ended', 'finished']);
  });

  it('finishes on 204', () => {
    assert.equal(lead([connect, { input: 'noContent' }]).phase, 'finished');
  });

  it('stays stopped whatever comes after', () => {
    for (const late of [accepted, ended, broken, delayOver, stop]) {
      const { phase, changes } = lead([connect, accepted, stop, late]);
      assert.equal(phase, 'stopped');
      assert.equal(changes.at(-1), 'stopped');
    }
  });

  it('stops while it connects, is open or waits', () => {
    for (const before of [[connect], [connect, accepted], [connect, accepted, ended]]) {
      const { phase, actions } = lead([...before, stop]);
      assert.equal(phase, 'stopped');
      assert.equal(actions.at(-1), 'release');
    }
  });
});
