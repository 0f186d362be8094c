import { appContract } from './app.ts';
import { backupContract } from './backup.ts';
import { doctorContract } from './doctor.ts';
import { jobContract } from './job.ts';
import { recoveryContract } from './recovery.ts';
import { settingsContract } from './settings.ts';

/** Everything any face of Cofferdam can ask for. */
export const contract = {
  app: appContract,
  backup: backupContract,
  doctor: doctorContract,
  job: jobContract,
  recovery: recoveryContract,
  settings: settingsContract,
};
export type Contract = typeof contract;
