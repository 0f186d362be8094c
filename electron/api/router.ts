import { app } from './app.ts';
import { backup } from './backup.ts';
import { api } from './base.ts';
import { doctor } from './doctor.ts';
import { job } from './job.ts';
import { recovery } from './recovery.ts';
import { settings } from './settings.ts';

/** The whole contract, implemented. Every host serves this one object. */
export const router = api.router({ app, backup, doctor, job, recovery, settings });
