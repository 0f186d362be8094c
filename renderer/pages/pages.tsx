import { type ComponentType, lazy, useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { preloadDialogs } from '../components/dialogs.tsx';
import { OverviewPage } from './overview/overview-page.tsx';

const loaders = {
  backups: () => import('./backups/backups-page.tsx'),
  jobs: () => import('./jobs/jobs-page.tsx'),
  doctor: () => import('./doctor/doctor-page.tsx'),
  settings: () => import('./settings/settings-page.tsx'),
};
const named = <P extends object>(load: () => Promise<ComponentType<P>>) => lazy(async () => ({ default: await load() }));
const BackupsPage = named(async () => (await loaders.backups()).BackupsPage);
const JobsPage = named(async () => (await loaders.jobs()).JobsPage);
const DoctorPage = named(async () => (await loaders.doctor()).DoctorPage);
const SettingsPage = named(async () => (await loaders.settings()).SettingsPage);

export function Pages() {
  usePreload();
  return (
    <Switch>
      <Route path="/">
        <OverviewPage />
      </Route>
      <Route path="/backups/:id?">{({ id }) => <BackupsPage id={id ?? null} />}</Route>
      <Route path="/jobs/:id?">{({ id }) => <JobsPage id={id ?? null} />}</Route>
      <Route path="/doctor">
        <DoctorPage />
      </Route>
      <Route path="/settings">
        <SettingsPage />
      </Route>
      <Route>
        <Redirect to="/" />
      </Route>
    </Switch>
  );
}

/** Once the first page stands, the others are fetched, so that going there costs nothing. */
function usePreload(): void {
  useEffect(() => {
    const handle = requestIdleCallback(() => {
      for (const load of Object.values(loaders)) void load();
      preloadDialogs();
    });
    return () => cancelIdleCallback(handle);
  }, []);
}
