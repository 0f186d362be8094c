/** The part of a zod issue that we read; `@orpc` hands issues on as Standard Schema ones. */
export interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  readonly values?: readonly unknown[];
  readonly expected?: string;
  readonly origin?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly inclusive?: boolean;
  readonly keys?: readonly string[];
}

/** What is wrong with an input, in words: `type: must be full, config or data`. Several are joined by semicolons. */
export function describeIssues(issues: readonly Issue[], input: unknown): string {
  return issues.map((issue) => describe(issue, input)).join('; ');
}

function describe(issue: Issue, input: unknown): string {
  const path = pathOf(issue);
  const name = path.map(String).join('.');
  const text = isAbsent(path, input) ? 'is required' : sentence(issue);
  return name === '' ? text : `${name}: ${text}`;
}

function sentence(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `must be ${alternatives((issue.values ?? []).map(String))}`;
    case 'invalid_type':
      return `must be ${article(issue.expected ?? 'something else')}`;
    case 'too_small':
      return bound(issue, 'least', issue.minimum);
    case 'too_big':
      return bound(issue, 'most', issue.maximum);
    case 'unrecognized_keys':
      return `has no ${alternatives(issue.keys ?? [])}`;
    default:
      return issue.message;
  }
}

function bound(issue: Issue, side: 'least' | 'most', limit: number | bigint | undefined): string {
  const amount = String(limit);
  if (issue.origin === 'string')
    return amount === '1' && side === 'least' ? 'must not be empty' : `must have at ${side} ${amount} characters`;
  if (issue.origin === 'array') return `must have at ${side} ${amount} items`;
  return `must be ${issue.inclusive === false ? (side === 'least' ? 'more than' : 'less than') : `at ${side}`} ${amount}`;
}

const alternatives = (values: readonly string[]): string =>
  values.length < 2 ? (values[0] ?? '') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

const names: Record<string, string> = { int: 'whole number', bool: 'boolean', nan: 'number', record: 'object' };

function article(type: string): string {
  const name = names[type] ?? type;
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

const pathOf = (issue: Issue): PropertyKey[] => (issue.path ?? []).map((part) => (typeof part === 'object' ? part.key : part));

function isAbsent(path: readonly PropertyKey[], input: unknown): boolean {
  if (path.length === 0) return false;
  let value: unknown = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value === undefined;
}
