import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { CreateRequest } from '#shared/contract/backup.ts';
import { IdPrefix } from '#shared/contract/common.ts';
import { SettingsPatch } from '#shared/contract/settings.ts';
import { describeIssues } from './describe-issues.ts';

const problemOf = (schema: z.ZodType, input: unknown): string => {
  const result = schema.safeParse(input);
  if (result.success) throw new Error('The input is valid');
  return describeIssues(result.error.issues, input);
};

describe('describeIssues', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['an unknown choice', CreateRequest, { type: 'everything' }, 'type: must be full, config or data'],
    ['an empty text', CreateRequest, { label: ' ' }, 'label: must not be empty'],
    ['a long text', CreateRequest, { label: 'x'.repeat(81) }, 'label: must have at most 80 characters'],
    ['a wrong type', CreateRequest, { label: 7 }, 'label: must be a string'],
    ['a missing field', z.object({ id: IdPrefix }), {}, 'id: is required'],
    ['no input at all', z.object({ id: IdPrefix }), undefined, 'must be an object'],
    ['an id of other characters', z.object({ id: IdPrefix }), { id: '../x' }, 'id: An id has letters, digits and hyphens only'],
    ['a number out of range', SettingsPatch, { backup: { compressionLevel: 12 } }, 'backup.compressionLevel: must be at most 9'],
    ['a fraction', SettingsPatch, { backup: { compressionLevel: 1.5 } }, 'backup.compressionLevel: must be a whole number'],
    ['a list too short', z.array(z.string()).min(1), [], 'must have at least 1 items'],
    ['an exclusive bound', z.number().gt(3), 3, 'must be more than 3'],
    ['an unknown key', z.strictObject({}), { a: 1 }, 'has no a'],
    ['two at once', CreateRequest, { type: 'x', label: '' }, 'type: must be full, config or data; label: must not be empty'],
  ])('says %s', (_, schema, input, text) => {
    expect(problemOf(schema, input)).toBe(text);
  });
});
