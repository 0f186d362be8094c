export { builtInChecks, type Installation } from './built-in-checks.ts';
export type { Check, Finding } from './check.ts';
export { Doctor } from './doctor.ts';
