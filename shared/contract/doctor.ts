import * as z from 'zod';
import { procedure } from './common.ts';

export const DoctorCheck = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['ok', 'warning', 'error']),
  message: z.string(),
  /** What to do about it: a sentence, and a command to paste where there is one. */
  remedy: z.object({ text: z.string(), command: z.string().nullable() }).nullable(),
  durationMs: z.number().nonnegative(),
});
export type DoctorCheck = z.infer<typeof DoctorCheck>;

export const DoctorReport = z.object({ healthy: z.boolean(), checks: z.array(DoctorCheck) });
export type DoctorReport = z.infer<typeof DoctorReport>;

export const doctorContract = {
  run: procedure
    .route({ method: 'GET', path: '/doctor', summary: 'Checks of this installation, each with its remedy' })
    .output(DoctorReport),
};
