import { type Check, failed, ok } from './check.ts';

/** The Node inside Electron 45, which everything is tested on. */
const major = 24;

export const nodeCheck = (version = process.versions.node): Check => ({
  id: 'node',
  title: `Node.js ${major}`,
  async run() {
    if (Number(version.split('.')[0]) === major) return ok(`Node.js ${version}`);
    return failed(
      `This is Node.js ${version}; Cofferdam needs ${major}`,
      'Start it through its own scripts, which bring the right Node.js along.',
      'npm start',
    );
  },
});
