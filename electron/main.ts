import { startDesktop } from './hosts/desktop/index.ts';

// Not awaited: Electron becomes ready only once this module has been evaluated.
void startDesktop();
