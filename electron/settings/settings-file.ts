import { isDeepStrictEqual } from 'node:util';
import { AppError, type ErrorData } from '#shared/errors.ts';
import { defaultSettings, Settings, SettingsPatch, type SettingsView } from '#shared/contract/settings.ts';
import { writeFileDurably } from '../files/index.ts';
import type { Logger } from '../log/index.ts';
import { mergeSettings } from './merge.ts';
import { moveToQuarantine } from './quarantine.ts';
import { describeIssues, type RawSettings, readSettingsFile, type SettingsReading } from './read-file.ts';

export interface SettingsFile {
  /** Settings in force: parsed, every default filled in. */
  readonly current: Settings;
  view(): SettingsView;
  /**
   * Writes a change durably, then puts it in force. Updates run one after the other, each on what the file holds by then.
   * @throws INVALID_INPUT, or what keeps the file from being read or written (PERMISSION_DENIED, NO_SPACE, IO …).
   */
  update(patch: SettingsPatch): Promise<SettingsView>;
  /** Reads the file again because it was replaced, by a restore for one; where there is no good one now, defaults are in force. */
  reload(): Promise<void>;
  /** Called after each change of what is in force. Returns how to stop. */
  onChange(listener: (settings: Settings) => void): () => void;
}

export interface OpenSettingsOptions {
  /** Where a broken file is moved. */
  quarantine: string;
  log: Logger;
  now?: () => Date;
}

/** Opens the settings. Never fails: what is wrong with the file is in `view().problem`, and defaults are in force. */
export async function openSettings(path: string, options: OpenSettingsOptions): Promise<SettingsFile> {
  const file = new OpenSettings(path, options);
  await file.load();
  return file;
}

class OpenSettings implements SettingsFile {
  readonly #path: string;
  readonly #options: OpenSettingsOptions;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #current = defaultSettings();
  /** The document as last read or written: what an update is laid over, so that keys unknown to us survive. */
  #raw: RawSettings = {};
  /** Told until the next start: that the old settings lie in quarantine is news even after a new file is written. */
  #moved: AppError | null = null;
  /** The file is there but must not be replaced. */
  #blocked: AppError | null = null;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(path: string, options: OpenSettingsOptions) {
    this.#path = path;
    this.#options = options;
  }

  get current(): Settings {
    return this.#current;
  }

  view(): SettingsView {
    return { settings: this.#current, path: this.#path, problem: this.#problem() };
  }

  update(patch: SettingsPatch): Promise<SettingsView> {
    const updated = this.#queue.then(() => this.#update(patch));
    this.#queue = updated.catch(() => undefined); // its caller is told; the next update starts afresh
    return updated;
  }

  reload(): Promise<void> {
    const reloaded = this.#queue.then(async () => {
      this.#raw = {};
      if ((await this.load()) !== 'good') this.#put(defaultSettings());
    });
    this.#queue = reloaded.catch(() => undefined);
    return reloaded;
  }

  onChange(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async load(): Promise<SettingsReading['kind']> {
    const reading = await readSettingsFile(this.#path);
    this.#blocked = null;
    switch (reading.kind) {
      case 'absent':
        break; // defaults at the start; later what is in force stays, and the next update writes it again
      case 'good':
        this.#raw = reading.raw;
        this.#put(reading.settings);
        break;
      case 'broken':
        await this.#quarantine(reading.why);
        break;
      case 'unreadable':
        this.#blocked = reading.error;
        this.#options.log.error('Settings can not be read', { path: this.#path, error: reading.error });
        break;
    }
    return reading.kind;
  }

  async #update(patch: SettingsPatch): Promise<SettingsView> {
    const checked = SettingsPatch.safeParse(patch);
    if (!checked.success) throw invalid(checked.error.issues.length, describeIssues(checked.error));
    await this.load(); // somebody may have edited the file since
    if (this.#blocked) throw this.#blocked;

    const raw = mergeSettings(this.#raw, checked.data);
    const parsed = Settings.safeParse(raw);
    if (!parsed.success) throw invalid(parsed.error.issues.length, describeIssues(parsed.error));
    await writeFileDurably(this.#path, `${JSON.stringify(raw, null, 2)}\n`);
    this.#raw = raw;
    this.#put(parsed.data);
    return this.view();
  }

  async #quarantine(why: string): Promise<void> {
    const { quarantine, log, now } = this.#options;
    try {
      const moved = await moveToQuarantine(this.#path, quarantine, now?.() ?? new Date());
      this.#moved = new AppError('settings.read', 'CORRUPT', `The settings file is not usable: ${why}. It was moved to ${moved}.`, {
        hint: `Correct it there and move it back to ${this.#path}, or go on with the settings now in force.`,
        details: { path: this.#path, movedTo: moved },
      });
      log.warn('Settings file moved to quarantine', { path: this.#path, movedTo: moved, why });
    } catch (cause) {
      this.#blocked = new AppError(
        'settings.read',
        'CORRUPT',
        `The settings file is not usable: ${why}. It could not be moved aside either.`,
        {
          hint: `Correct or remove ${this.#path}; until then settings can’t be saved.`,
          details: { path: this.#path },
          cause,
        },
      );
      log.error('Settings file is broken and could not be moved', { path: this.#path, error: this.#blocked });
    }
  }

  #put(settings: Settings): void {
    const changed = !isDeepStrictEqual(settings, this.#current);
    this.#current = settings;
    if (changed) for (const listener of this.#listeners) listener(settings);
  }

  #problem(): ErrorData | null {
    return (this.#blocked ?? this.#moved)?.toData() ?? null;
  }
}

const invalid = (count: number, why: string): AppError =>
  new AppError('settings.update', 'INVALID_INPUT', `${count === 1 ? 'This setting is' : 'These settings are'} not possible: ${why}`, {
    hint: 'Nothing was saved. Correct the value and try again.',
  });
