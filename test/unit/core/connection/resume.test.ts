import assert from 'node:assert/strict';
import { ResumeCheck } from '../../../../src/core/connection/resume.ts';
import type { Resume } from '../../../../src/core/connection/resume.ts';

/** What is told of a body that sets these IDs (`undefined`: a record without one), asked for with `sent`. */
function resumeOf(sent: string, known: readonly string[], ids: readonly (string | undefined)[]): Resume {
  const check = new ResumeCheck(sent, () => known);
  for (const id of ids) {
    const resume = check.see(id);
    if (resume !== undefined) {
      return resume;
    }
  }
  return check.end();
}

const one_to_seven = ['1', '2', '3', '4', '5', '6', '7'];

describe('what a server made of a Last-Event-ID', () => {
  it('is honoured when it goes on with the next ID', () => {
    assert.deepEqual(resumeOf('7', one_to_seven, ['8']), {
      sent: '7',
      firstId: '8',
      repeated: 0,
      missing: 0,
      verdict: 'honoured',
    });
  });

  it('is honoured, with one ID repeated, when it begins with the event that the ID names', () => {
    const { verdict, repeated } = resumeOf('7', one_to_seven, ['7', '8']);
    assert.equal(verdict, 'honoured');
    assert.equal(repeated, 1);
  });

  it('is ignored when it begins again, and the repeated IDs are counted', () => {
    const { verdict, firstId, repeated } = resumeOf('7', one_to_seven, [...one_to_seven, '8']);
    assert.equal(verdict, 'ignored');
    assert.equal(firstId, '1');
    assert.equal(repeated, 7);
  });

  it('is ignored when IDs that are no numbers come again', () => {
    assert.equal(resumeOf('c', ['a', 'b', 'c'], ['b', 'c', 'd']).verdict, 'ignored');
    assert.equal(resumeOf('c', ['a', 'b', 'c'], ['d']).verdict, 'honoured');
  });

  it('is ignored when the numbers begin before the one that was sent, also where the capture never saw them', () => {
    assert.equal(resumeOf('7', [], ['1']).verdict, 'ignored');
  });

  it('cannot be told when numbers are left out, and as many are missing', () => {
    const { verdict, missing } = resumeOf('7', one_to_seven, ['12']);
    assert.equal(verdict, 'unknown');
    assert.equal(missing, 4);
  });

  it('has no missing numbers where IDs do not count events, as times do not', () => {
    const { verdict, missing } = resumeOf('1700000500', ['1700000000', '1700000500'], ['1700000920']);
    assert.equal(verdict, 'honoured');
    assert.equal(missing, 0);
  });

  it('cannot be told without an ID, neither can it with IDs that are empty', () => {
    assert.equal(resumeOf('7', one_to_seven, [undefined, '', undefined]).verdict, 'unknown');
    assert.equal(resumeOf('7', one_to_seven, [undefined, '', undefined]).firstId, '');
  });

  it('is told with the first new ID, so that it costs nothing after it', () => {
    const check = new ResumeCheck('7', () => one_to_seven);
    assert.equal(check.see(undefined), undefined);
    assert.notEqual(check.see('8'), undefined);
  });

  it('is told after a thousand records at the latest', () => {
    const check = new ResumeCheck('7', () => one_to_seven);
    let seen = 0;
    while (check.see(seen % 2 === 0 ? '7' : undefined) === undefined) {
      seen += 1;
      assert.ok(seen < 1000);
    }
    assert.equal(seen, 999);
  });

  it('asks for the IDs of before only when there is one to compare, and once', () => {
    let asked = 0;
    const check = new ResumeCheck('7', () => {
      asked += 1;
      return one_to_seven;
    });
    check.see(undefined);
    assert.equal(asked, 0);
    check.see('1');
    check.see('2');
    assert.equal(asked, 1);
  });
});
