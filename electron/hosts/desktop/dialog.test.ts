import { describe, expect, it } from 'vitest';
import { answerOf, dialog } from './dialog.ts';

const box = dialog({ type: 'question', title: 'T', message: 'M', detail: ['one', '', 'two'] }, [
  { label: 'Go', answer: 'go' },
  { label: 'Stay', answer: 'stay' },
]);

describe('dialog', () => {
  it('leads with the default and ends with the way out', () => {
    expect(box).toMatchObject({ buttons: ['Go', 'Stay'], defaultId: 0, cancelId: 1, detail: 'one\ntwo' });
  });

  it.each([
    [0, 'go'],
    [1, 'stay'],
    [-1, 'stay'],
    [7, 'stay'],
  ])('takes button %i for %s', (response, answer) => {
    expect(answerOf(box, response)).toBe(answer);
  });
});
