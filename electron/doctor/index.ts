export { builtInChecks } from './built-in-checks.ts';
export type { Check } from './check.ts';
export { Doctor } from './doctor.ts';
