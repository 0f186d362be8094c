/** A reverse domain name, because desktop portals accept nothing else. electron-builder.yml says the same. */
export const appId = 'dev.cofferdam.Cofferdam';
/** Ties the windows to the desktop entry: icon, name, notifications. */
export const desktopFile = `${appId}.desktop`;
