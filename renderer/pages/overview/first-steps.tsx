const steps = [
  ['Back up', 'Everything in the home goes into one archive: settings, databases as they are at that moment, skills.'],
  ['Verify', 'Every file in the archive is read and compared, and each database inside is checked.'],
  ['Restore when you need to', 'You see what would change before anything does. It is applied at a restart, and can be undone.'],
] as const;

/** For a home without a backup. */
export function FirstSteps() {
  return (
    <section aria-labelledby="first-steps">
      <h2 id="first-steps" className="mb-2 font-semibold">
        How it works
      </h2>
      <ol className="grid grid-cols-3 gap-3">
        {steps.map(([title, text], index) => (
          <li key={title} className="rounded-lg border border-line p-4">
            <span
              className="flex size-5 items-center justify-center rounded-full bg-accent-soft text-sm font-semibold text-accent-text"
              aria-hidden
            >
              {index + 1}
            </span>
            <h3 className="mt-2 font-medium">{title}</h3>
            <p className="text-muted">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
