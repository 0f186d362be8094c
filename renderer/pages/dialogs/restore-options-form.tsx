import { TriangleAlert } from 'lucide-react';
import type { Area, BackupInfo, RestoreOptions } from '#shared/contract/backup.ts';
import { Checkbox } from '../../components/checkbox.tsx';
import { areaNames, isChosen, withArea } from '../../lib/restore-plan.ts';

export interface RestoreOptionsFormProps {
  backup: Pick<BackupInfo, 'areas'>;
  options: RestoreOptions;
  onChange: (options: RestoreOptions) => void;
}

const areas: readonly Area[] = ['config', 'data', 'skills'];

export function RestoreOptionsForm({ backup, options, onChange }: RestoreOptionsFormProps) {
  return (
    <div className="flex flex-col gap-5">
      <fieldset className="flex flex-col gap-2.5">
        <legend className="mb-2 font-medium">What to restore</legend>
        {areas.map((area) => {
          const held = backup.areas.includes(area);
          return (
            <Checkbox
              key={area}
              label={areaNames[area].name}
              hint={held ? areaNames[area].what : 'Not in this backup'}
              checked={held && isChosen(options, area)}
              disabled={!held}
              onChange={(on) => onChange(withArea(options, area, on))}
            />
          );
        })}
      </fieldset>
      <fieldset className="flex flex-col gap-2.5">
        <legend className="mb-2 font-medium">How</legend>
        <Checkbox
          label="Make a safety copy first"
          hint={
            options.createCheckpoint
              ? 'Today’s state is backed up before it is replaced.'
              : 'Off: only the undo copy is left of today’s state, and only for a few days.'
          }
          checked={options.createCheckpoint}
          onChange={(createCheckpoint) => onChange({ ...options, createCheckpoint })}
        />
        <Checkbox
          label="Keep existing files"
          hint="Adds only what is missing. A database that exists stays whole."
          checked={!options.overwriteExisting}
          onChange={(keep) => onChange({ ...options, overwriteExisting: !keep })}
        />
      </fieldset>
      <details open={options.skipVerify || undefined}>
        <summary className="w-fit rounded-sm text-sm text-muted hover:text-text">Advanced</summary>
        <div className="mt-2 flex flex-col gap-2">
          <Checkbox
            label="Restore even if checksums disagree"
            hint="For a damaged archive that is all there is."
            checked={options.skipVerify}
            onChange={(skipVerify) => onChange({ ...options, skipVerify })}
          />
          {options.skipVerify && (
            <p className="flex gap-2 rounded-md border border-warning-line bg-warning-soft p-2 text-sm">
              <TriangleAlert size={14} className="mt-px shrink-0 text-warning" aria-hidden />
              What comes back may be damaged. That it was not verified is recorded in the report.
            </p>
          )}
        </div>
      </details>
    </div>
  );
}
