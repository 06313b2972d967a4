import assert from 'node:assert/strict';
import { keyLabel, keyName, type KeyPress } from '../../../webview/keys/shortcut.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held };
}

describe('the name of a key', () => {
  it('names Shift with letters and with keys that have names', () => {
    assert.equal(keyName(press('b')), 'b');
    assert.equal(keyName(press('B', { shiftKey: true })), 'Shift+B');
    assert.equal(keyName(press('ArrowDown', { shiftKey: true })), 'Shift+ArrowDown');
  });

  it('takes a sign for itself, with whatever keys it was made', () => {
    assert.equal(keyName(press('?', { shiftKey: true })), '?');
    assert.equal(keyName(press('/', { shiftKey: true })), '/');
  });

  it('does not change with the lock of capitals', () => {
    assert.equal(keyName(press('B')), 'b');
    assert.equal(keyName(press('b', { shiftKey: true })), 'Shift+B');
  });

  it('takes the command key for Ctrl', () => {
    assert.equal(keyName(press('a', { metaKey: true })), 'Ctrl+a');
    assert.equal(keyName(press('a', { ctrlKey: true })), 'Ctrl+a');
    assert.equal(keyName(press('A', { ctrlKey: true, shiftKey: true })), 'Ctrl+Shift+A');
  });

  it('is shown as it stands on the keyboard', () => {
    assert.equal(keyLabel('f'), 'f');
    assert.equal(keyLabel('Ctrl+a'), 'Ctrl+A');
    assert.equal(keyLabel('Shift+ArrowUp'), 'Shift+↑');
    assert.equal(keyLabel('?'), '?');
  });
});
