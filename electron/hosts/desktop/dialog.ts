/** A native message box as data; `answers` says what each button means, so that the host compares no indices. */
export interface Dialog<Answer extends string> {
  type: 'info' | 'warning' | 'error' | 'question';
  title: string;
  message: string;
  detail: string;
  buttons: string[];
  defaultId: number;
  /** Also what Escape and the window's close button choose. */
  cancelId: number;
  answers: Answer[];
}

export interface Choice<Answer extends string> {
  label: string;
  answer: Answer;
}

interface DialogText {
  type: Dialog<string>['type'];
  title: string;
  message: string;
  detail: string[];
}

/** @param choices the first is the default one, the last is what closing the box chooses */
export const dialog = <Answer extends string>(text: DialogText, choices: [Choice<Answer>, ...Choice<Answer>[]]): Dialog<Answer> => ({
  ...text,
  detail: text.detail.filter((line) => line !== '').join('\n'),
  buttons: choices.map((choice) => choice.label),
  defaultId: 0,
  cancelId: choices.length - 1,
  answers: choices.map((choice) => choice.answer),
});

/** What the pressed button means. A number that no button has is taken for closing the box. */
export function answerOf<Answer extends string>(box: Dialog<Answer>, response: number): Answer {
  const answer = box.answers[response] ?? box.answers[box.cancelId];
  if (answer === undefined) throw new RangeError(`The dialog "${box.title}" has no buttons`);
  return answer;
}
