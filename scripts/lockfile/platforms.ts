/** The parts of package-lock.json that are read and written here. */
export interface Lockfile {
  packages: Record<string, LockedPackage>;
}
export interface LockedPackage {
  version?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string | string[];
  cpu?: string | string[];
  libc?: string | string[];
  optionalDependencies?: Record<string, string>;
}

export interface Gap {
  /** Path in the lockfile of the package that asks for it. */
  by: string;
  name: string;
  version: string;
}

/** Optional dependencies that a locked package names and the lockfile has nowhere on its way up: what `npm ci` stops at. */
export function findGaps({ packages }: Lockfile): Gap[] {
  const gaps = Object.entries(packages).flatMap(([by, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !lookup(packages, by, name))
      .map(([name, version]) => ({ by, name, version })),
  );
  return gaps.filter((gap, index) => gaps.findIndex(({ name }) => name === gap.name) === index);
}

/**
 * The lockfile with an entry for each gap, bound to the platform its name states, so that npm neither misses nor fetches it.
 * It has no checksum: none is known, and none is needed for what is never installed on a platform we run on.
 *
 * @throws Error when a name states no platform other than ours.
 */
export function fillGaps(lockfile: Lockfile): Lockfile {
  const packages = { ...lockfile.packages };
  for (const { by, name, version } of findGaps(lockfile)) {
    packages[`node_modules/${name}`] = {
      version,
      ...(packages[by]?.dev ? { dev: true } : {}),
      optional: true,
      ...platformOf(name),
    };
  }
  return { ...lockfile, packages: Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

function lookup(packages: Record<string, LockedPackage>, from: string, name: string): LockedPackage | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const found = packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
    if (found || folder === '') return found;
  }
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[/-]/);
  if (words.includes('wasm32')) return { cpu: ['wasm32'] };
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  const musl = words.some((word) => word.startsWith('musl'));
  const ours = os === 'linux' && (cpu === 'x64' || cpu === 'arm64') && !musl;
  if (!os || !cpu || ours)
    throw new Error(`${name} may be needed here, so the lockfile must get it from the registry: npm install --package-lock-only`);
  return { os: [os], cpu: [cpu], ...(musl ? { libc: ['musl'] } : {}) };
}
