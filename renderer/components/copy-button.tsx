import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '../lib/copy-text.ts';
import { Button, type ButtonProps } from './button.tsx';

/** Copies and says so for a moment. */
export function CopyButton({ text, label = 'Copy', ...rest }: ButtonProps & { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button small icon={copied ? <Check size={13} /> : <Copy size={13} />} onClick={() => void copyText(text).then(setCopied)} {...rest}>
      <span aria-live="polite">{copied ? 'Copied' : label}</span>
    </Button>
  );
}
