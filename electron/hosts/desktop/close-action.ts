export interface CloseContext {
  /** The setting. */
  closeToTray: boolean;
  /** Known, not hoped: a hidden window without a tray is a lost one. */
  trayVisible: boolean;
  /** The app is on its way out already. */
  leaving: boolean;
}

/** What the window's close button does: hide into the tray, let the window go, or ask to leave (which may ask about jobs). */
export function closeAction({ closeToTray, trayVisible, leaving }: CloseContext): 'close' | 'hide' | 'quit' {
  if (leaving) return 'close';
  return closeToTray && trayVisible ? 'hide' : 'quit';
}
