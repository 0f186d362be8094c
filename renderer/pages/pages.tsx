import { useEffect } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { preloadDialogs } from '../components/dialogs.tsx';
import { preloadable } from '../lib/preloadable.tsx';
import { OverviewPage } from './overview/overview-page.tsx';

const BackupsPage = preloadable(async () => (await import('./backups/backups-page.tsx')).BackupsPage);
const JobsPage = preloadable(async () => (await import('./jobs/jobs-page.tsx')).JobsPage);
const DoctorPage = preloadable(async () => (await import('./doctor/doctor-page.tsx')).DoctorPage);
const SettingsPage = preloadable(async () => (await import('./settings/settings-page.tsx')).SettingsPage);

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
      for (const page of [BackupsPage, JobsPage, DoctorPage, SettingsPage]) page.preload();
      preloadDialogs();
    });
    return () => cancelIdleCallback(handle);
  }, []);
}
