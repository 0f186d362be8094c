/** What the build must have left behind to be one. */
export const builtFiles = ['dist/node/cli.js', 'dist/node/main.js', 'dist/preload/preload.cjs', 'dist/renderer/index.html'];

/** What goes into it. A folder counts too, so that a removed file is noticed. */
export const sourceFolders = ['electron', 'shared', 'renderer'];
export const sourceFiles = ['vite.config.ts', 'package.json', 'package-lock.json'];

/** Tests change often and are not built. */
export const isBuilt = (path: string): boolean => !/\.(test|fixture)\.tsx?$/.test(path);

/**
 * Why the build has to run; null when it needn't.
 *
 * @param built modification times of `builtFiles` in ms, null for one that is missing
 */
export function whyBuild(built: readonly (number | null)[], newestSource: number): string | null {
  if (built.some((time) => time === null)) return 'there is no build yet';
  const oldest = Math.min(...built.filter((time) => time !== null));
  return newestSource > oldest ? 'the sources are newer than the build' : null;
}
