import { type ComponentType, lazy, useState } from 'react';

/**
 * A component in its own chunk that renders at once where the chunk is here already. React's `lazy` alone shows its
 * fallback even then, and holds it for 300 ms.
 */
export function preloadable<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> & { preload: () => void } {
  let loaded: ComponentType<P> | undefined;
  const fetch = async (): Promise<ComponentType<P>> => {
    loaded ??= await load();
    return loaded;
  };
  const Later = lazy(async () => ({ default: await fetch() }));

  function Preloadable(props: P) {
    // Kept for as long as it is mounted: changing over would throw its state away.
    const [Chosen] = useState<ComponentType<P>>(() => loaded ?? Later);
    return <Chosen {...props} />;
  }
  return Object.assign(Preloadable, { preload: () => void fetch() });
}
