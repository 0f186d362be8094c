import { Notification } from 'electron';
import type { App } from '../../boot/index.ts';
import { createEndedJobs } from './ended-jobs.ts';
import { notificationFor, shouldNotify } from './notification.ts';
import type { MainWindow } from './window.ts';

/** Tells of jobs that end while the user looks elsewhere, until `signal` aborts. */
export async function notifyOfJobs(core: App, window: MainWindow, signal: AbortSignal): Promise<void> {
  if (!Notification.isSupported()) return;
  const ended = createEndedJobs(new Date());
  // Held until it is closed: a click on one that was collected would go nowhere.
  const shown = new Set<Notification>();

  for await (const job of core.jobs.watchAll(signal)) {
    const notice = ended(job) ? notificationFor(job) : null;
    if (!notice || !shouldNotify({ enabled: core.settings.current.desktop.notifications, focused: window.focused })) continue;
    const notification = new Notification({ title: notice.title, body: notice.body, urgency: notice.urgency });
    shown.add(notification);
    notification.on('click', () => window.show(notice.route));
    notification.on('close', () => shown.delete(notification));
    notification.show();
  }
}
