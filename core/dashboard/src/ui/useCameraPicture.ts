import { useEffect, useRef, useState } from 'preact/hooks';
import type { App } from '../app';
import { CameraPicture } from '../camera/cameraPicture';
import type { Role } from '../live/protocol';
import { useStore } from '../store';

/** A host element for a camera's moving picture, subscribed while the element and the page can be seen. */
export function useCameraPicture(app: App, camera: string, role: Role) {
  const host = useRef<HTMLDivElement>(null);
  const picture = useRef<CameraPicture | undefined>(undefined);
  const [onScreen, setOnScreen] = useState(false);
  const [, redraw] = useState(0);
  const pageVisible = useStore(app.pageVisible);
  const hidden = useStore(app.hiddenStages);

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    const made = new CameraPicture({
      host: element,
      live: app.live,
      clock: app.clock,
      capability: app.capability,
      stats: app.statsOf(camera),
      role,
      camera,
      keyIntervalSeconds: () => app.cameras.get().list.find(({ id }) => id === camera)?.keyFrameIntervalSeconds,
      draws: (stage) => !app.hiddenStages.get().has(stage),
      analysed: (analysis) => app.saw(analysis),
      changed: () => redraw((count) => count + 1),
    });
    picture.current = made;
    const observer = new IntersectionObserver(([entry]) => setOnScreen(entry.isIntersecting), { rootMargin: '64px' });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.close();
      picture.current = undefined;
    };
  }, [app, camera, role]);

  useEffect(() => picture.current?.show(onScreen && pageVisible), [onScreen, pageVisible, camera, role]);
  useEffect(() => picture.current?.redraw(), [hidden]);
  return { host, picture };
}

/** Draws the component anew every so often, for figures that are read rather than announced. */
export function useTick(everyMillis: number): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), everyMillis);
    return () => clearInterval(timer);
  }, [everyMillis]);
}
