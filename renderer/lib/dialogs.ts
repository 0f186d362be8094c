import { createStore } from './store.ts';

/** The dialogs that any page, key or palette entry can ask for. One at a time. */
export type DialogRequest =
  | { kind: 'palette' }
  | { kind: 'keys' }
  | { kind: 'create' }
  | { kind: 'import' }
  | { kind: 'export'; id: string }
  | { kind: 'delete'; id: string }
  | { kind: 'restore'; id: string }
  | { kind: 'pending' }
  | { kind: 'report' }
  | { kind: 'restart' };

export const dialogStore = createStore<DialogRequest | null>(null);

export const openDialog = (request: DialogRequest): void => dialogStore.set(request);
export const closeDialog = (): void => dialogStore.set(null);
