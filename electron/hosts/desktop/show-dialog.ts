import { type BrowserWindow, dialog } from 'electron';
import { answerOf, type Dialog } from './dialog.ts';

/** Shows a box over the window, or on its own while there is none. */
export async function showDialog<Answer extends string>(box: Dialog<Answer>, over: BrowserWindow | null): Promise<Answer> {
  const { answers: _, ...options } = box;
  const plain = { ...options, noLink: true };
  const parent = over && !over.isDestroyed() && over.isVisible() ? over : null;
  const { response } = await (parent ? dialog.showMessageBox(parent, plain) : dialog.showMessageBox(plain));
  return answerOf(box, response);
}
