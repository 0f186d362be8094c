import packageJson from '../../package.json' with { type: 'json' };

/** The version of this Cofferdam, as package.json says. */
export const version: string = packageJson.version;
