import { Activity, Archive, House, ListChecks, type LucideIcon, SlidersHorizontal } from 'lucide-react';

export interface Destination {
  to: string;
  name: string;
  icon: LucideIcon;
}

/** The pages there are, in the order of the sidebar. */
export const destinations: readonly Destination[] = [
  { to: '/', name: 'Overview', icon: House },
  { to: '/backups', name: 'Backups', icon: Archive },
  { to: '/jobs', name: 'Jobs', icon: ListChecks },
  { to: '/doctor', name: 'Doctor', icon: Activity },
  { to: '/settings', name: 'Settings', icon: SlidersHorizontal },
];

export const isAt = (location: string, to: string): boolean =>
  to === '/' ? location === '/' : location === to || location.startsWith(`${to}/`);
