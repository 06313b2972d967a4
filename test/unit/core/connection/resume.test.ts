import assert from 'node:assert/strict';
import type { BodyIds } from '../../../../src/core/connection/idHistory.ts';
import { ResumeCheck } from '../../../../src/core/connection/resume.ts';
import type { Resume } from '../../../../src/core/connection/resume.ts';

/**
 * What is told of a body that sets these IDs (`undefined`: a record without one), asked for with `sent`.
 *
 * @param bodies The IDs of those before, or with the Last-Event-ID that each was asked for with.
 */
function resumeOf(
  sent: string,
  bodies: readonly (readonly string[] | BodyIds)[],
  ids: readonly (string | undefined)[],
): Resume {
  const check = new ResumeCheck(sent, () => bodies.map((body) => ('ids' in body ? body : { sent: '', ids: body })));
  for (const id of ids) {
    const resume = check.see(id);
    if (resume !== undefined) {
      return resume;
    }
  }
  return check.end();
}

const oneToSeven = ['1', '2', '3', '4', '5', '6', '7'];

describe('what a server made of a Last-Event-ID', () => {
  it('is honoured when it goes on with the next ID', () => {
    assert.deepEqual(resumeOf('7', [oneToSeven], ['8']), {
      sent: '7',
      firstId: '8',
      repeated: 0,
      missing: 0,
      verdict: 'honoured',
    });
  });

  it('is honoured, with one ID repeated, when it begins with the event that the ID names', () => {
    const { verdict, repeated } = resumeOf('7', [oneToSeven], ['7', '8']);
    assert.equal(verdict, 'honoured');
    assert.equal(repeated, 1);
  });

  it('is ignored when it begins again, and the repeated IDs are counted', () => {
    const { verdict, firstId, repeated } = resumeOf('7', [oneToSeven], [...oneToSeven, '8']);
    assert.equal(verdict, 'ignored');
    assert.equal(firstId, '1');
    assert.equal(repeated, 7);
  });

  it('is ignored when IDs that are no numbers come again', () => {
    assert.equal(resumeOf('c', [['a', 'b', 'c']], ['b', 'c', 'd']).verdict, 'ignored');
    assert.equal(resumeOf('c', [['a', 'b', 'c']], ['d']).verdict, 'honoured');
  });

  it('is ignored when the numbers begin before the one that was sent, also where the capture never saw them', () => {
    assert.equal(resumeOf('7', [['5', '6', '7']], ['1']).verdict, 'ignored');
  });

  it('is honoured where the user went back and the server goes on after that ID: what comes again is no fault', () => {
    assert.deepEqual(resumeOf('2', [['1', '2', '3', '4', '5', '6']], ['3', '4', '5', '6']), {
      sent: '2',
      firstId: '3',
      repeated: 4,
      missing: 0,
      verdict: 'honoured',
    });
    assert.equal(resumeOf('2', [['1', '2', '3', '4']], ['1', '2', '3', '4', '5']).verdict, 'ignored');
  });

  it('is honoured in the same way where IDs are no numbers: the order of the capture decides', () => {
    const letters = [['a', 'b', 'c', 'd', 'e']];
    const { verdict, repeated } = resumeOf('b', letters, ['c', 'd', 'e', 'f']);
    assert.equal(verdict, 'honoured');
    assert.equal(repeated, 3);
    assert.equal(resumeOf('c', letters, ['b', 'c', 'd']).verdict, 'ignored');
    const resumed = [['a', 'b'], { sent: 'b', ids: ['c', 'd'] }];
    assert.equal(resumeOf('b', resumed, ['c', 'd', 'e']).verdict, 'honoured');
    assert.equal(resumeOf('a', resumed, ['b', 'c', 'd', 'e']).verdict, 'honoured');
  });

  it('is honoured each time that the same ID is sent and answered', () => {
    const again = [oneToSeven, { sent: '2', ids: ['3', '4', '5', '6', '7'] }];
    assert.equal(resumeOf('2', again, ['3', '4', '5', '6', '7', '8']).verdict, 'honoured');
  });

  it('cannot be told where known IDs after the one that was sent are left out, and as many are missing', () => {
    const letters = [['a', 'b', 'c', 'd']];
    assert.deepEqual(resumeOf('a', letters, ['d']), {
      sent: 'a',
      firstId: 'd',
      repeated: 1,
      missing: 2,
      verdict: 'unknown',
    });
    assert.equal(resumeOf('a', letters, ['e']).missing, 3);
    assert.equal(resumeOf('2', [oneToSeven], ['8']).missing, 5);
  });

  it('cannot be told by a first request, unless the number after the one that was sent comes', () => {
    for (const sent of ['c', '7', '0', '1']) {
      assert.equal(resumeOf(sent, [], ['1', '2']).verdict, 'unknown', sent);
    }
    assert.equal(resumeOf('41', [], ['42']).verdict, 'honoured');
  });

  it('cannot be told where IDs are asked for that the capture never had', () => {
    assert.equal(resumeOf('20', [oneToSeven], ['8']).verdict, 'unknown');
    assert.equal(resumeOf('x', [['a', 'b']], ['c']).verdict, 'unknown');
  });

  it('is ignored by a server that begins as it did before, whatever it is sent', () => {
    assert.equal(resumeOf('x', [['a', 'b', 'c']], ['a', 'b']).verdict, 'ignored');
    assert.equal(resumeOf('5', [['3', '4', '5']], ['3', '4', '5', '6']).verdict, 'ignored');
  });

  it('cannot be told where a server begins as it did before, and what was sent asks for just that', () => {
    assert.equal(resumeOf('3', [['3', '4', '5']], ['3', '4', '5']).verdict, 'unknown');
    assert.equal(resumeOf('2', [['3', '4', '5']], ['3', '4', '5']).verdict, 'unknown');
  });

  it('has numbers missing each time that a server loses some: what was lost before does not hide it', () => {
    const lossy = [['1', '2', '3'], { sent: '3', ids: ['9', '10', '11', '12', '13'] }];
    const { verdict, missing } = resumeOf('13', lossy, ['19', '20']);
    assert.equal(verdict, 'unknown');
    assert.equal(missing, 5);
  });

  it('claims nothing where no body had two IDs to count by', () => {
    assert.deepEqual(resumeOf('13', [['1'], { sent: '1', ids: ['13'] }], ['19']), {
      sent: '13',
      firstId: '19',
      repeated: 0,
      missing: 0,
      verdict: 'unknown',
    });
  });

  it('cannot be told when numbers are left out, and as many are missing', () => {
    const { verdict, missing } = resumeOf('7', [oneToSeven], ['12']);
    assert.equal(verdict, 'unknown');
    assert.equal(missing, 4);
  });

  it('has no missing numbers where IDs do not count events, as times do not', () => {
    const { verdict, missing } = resumeOf('1700000500', [['1700000000', '1700000500']], ['1700000920']);
    assert.equal(verdict, 'honoured');
    assert.equal(missing, 0);
  });

  it('cannot be told without an ID, neither can it with IDs that are empty', () => {
    assert.equal(resumeOf('7', [oneToSeven], [undefined, '', undefined]).verdict, 'unknown');
    assert.equal(resumeOf('7', [oneToSeven], [undefined, '', undefined]).firstId, '');
  });

  it('is told with the first new ID, so that it costs nothing after it', () => {
    const check = new ResumeCheck('7', () => [{ sent: '', ids: oneToSeven }]);
    assert.equal(check.see(undefined), undefined);
    assert.notEqual(check.see('8'), undefined);
  });

  it('is told when all has come again that the capture had, where nothing new follows', () => {
    const check = new ResumeCheck('5', () => [{ sent: '', ids: oneToSeven }]);
    assert.equal(check.see('6'), undefined);
    assert.equal(check.see('7')?.repeated, 2);
  });

  it('is told after a thousand records at the latest', () => {
    const check = new ResumeCheck('7', () => [{ sent: '', ids: oneToSeven }]);
    let seen = 0;
    while (check.see(seen % 2 === 0 ? '6' : undefined) === undefined) {
      seen += 1;
      assert.ok(seen < 1000);
    }
    assert.equal(seen, 999);
  });

  it('asks for the IDs of before only when there is one to compare, and once', () => {
    let asked = 0;
    const check = new ResumeCheck('7', () => {
      asked += 1;
      return [{ sent: '', ids: oneToSeven }];
    });
    check.see(undefined);
    assert.equal(asked, 0);
    check.see('1');
    check.see('2');
    assert.equal(asked, 1);
  });
});
