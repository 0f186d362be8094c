import { formatDateTime } from '#shared/format.ts';

const isoTimestamp = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** A sentence written for a log or a terminal, with its UTC timestamps as local time. */
export const readable = (text: string): string => text.replace(isoTimestamp, (moment) => formatDateTime(moment));
