import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Tip } from './tip.tsx';

const variants = {
  primary: 'bg-accent text-on-accent font-medium hover:bg-accent-hover',
  plain: 'border border-line-strong bg-bg hover:bg-hover active:bg-active',
  ghost: 'text-muted hover:bg-hover hover:text-text active:bg-active',
  danger: 'bg-error-solid text-on-accent font-medium hover:brightness-110',
};

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: keyof typeof variants;
  small?: boolean;
  icon?: ReactNode;
  /** Why it can't be pressed now, shown as its tooltip. It stays reachable, so that the reason can be read. */
  unavailable?: string | null | undefined;
  busy?: boolean;
}

/** The button itself; `Button` adds the reason as a tooltip. */
function BareButton({ variant = 'plain', small, icon, unavailable, busy, className, children, onClick, ...rest }: ButtonProps) {
  const off = Boolean(unavailable) || Boolean(busy);
  return (
    <button
      type="button"
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      onClick={(event) => (off ? event.preventDefault() : onClick?.(event))}
      className={classes(
        'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md whitespace-nowrap select-none',
        small ? 'h-6 px-2 text-sm' : 'h-7 px-2.5',
        variants[variant],
        off && 'opacity-55',
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

export function Button(props: ButtonProps) {
  return props.unavailable ? (
    <Tip text={props.unavailable}>
      <BareButton {...props} />
    </Tip>
  ) : (
    <BareButton {...props} />
  );
}

/** A button of an icon alone: its name is said by the tooltip and to screen readers. */
export function IconButton({
  label,
  className,
  ...rest
}: Omit<ButtonProps, 'icon' | 'aria-label'> & { label: string; children: ReactNode }) {
  return (
    <Tip text={rest.unavailable ? `${label}: ${rest.unavailable}` : label}>
      <BareButton variant="ghost" aria-label={label} className={classes(rest.small ? 'w-6 px-0!' : 'w-7 px-0!', className)} {...rest} />
    </Tip>
  );
}
