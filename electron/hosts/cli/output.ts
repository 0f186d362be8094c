/** Where a verb's words go: the result to stdout, everything else to stderr. */
export interface Output {
  readonly json: boolean;
  readonly verbose: boolean;
  /** The result: the value itself as one JSON document with `--json`, its rendering for people otherwise: `width` characters wide on a terminal, as wide as it likes elsewhere. */
  result<T>(value: T, render: (value: T, width: number) => string): void;
  /** A word beside the result. Silent with `--json`, so that stderr then holds nothing or one error. */
  note(text: string): void;
}

export function createOutput({ json = false, verbose = false }: { json?: boolean; verbose?: boolean }): Output {
  return {
    json,
    verbose,
    result: (value, render) => {
      const text = json
        ? JSON.stringify(value, null, 2)
        : render(value, process.stdout.isTTY ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY);
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    note: (text) => {
      if (!json) process.stderr.write(`${text}\n`);
    },
  };
}

/** `cofferdam … | head` closes the pipe when it has seen enough: that is no failure of ours. */
export function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(process.exitCode ?? 0);
    });
  }
}
