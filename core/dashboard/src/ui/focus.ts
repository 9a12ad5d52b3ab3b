import { useEffect, useRef, useState } from 'preact/hooks';
import { type Route, routeOf } from './route';

/** The address's route; when it changes, the focus goes to what follows from where it was, never to the page's body. */
export function useRoute(): Route {
  const [where, setWhere] = useState(() => routeOf(location.hash));
  const left = useRef<{ route: Route; step?: string } | undefined>(undefined);
  useEffect(() => {
    let route = where;
    const moved = () => {
      left.current = { route, step: (document.activeElement as HTMLElement | null)?.dataset?.step };
      route = routeOf(location.hash);
      setWhere(route);
    };
    window.addEventListener('hashchange', moved);
    return () => window.removeEventListener('hashchange', moved);
  }, []);
  useEffect(() => {
    if (left.current !== undefined && lost()) {
      target(left.current.route, where, left.current.step)?.focus();
    }
  }, [where]);
  return where;
}

/** Keeps the focus when what has it goes away by its own doing, as a banner's button does. */
export function focusMainIfLost(): void {
  requestAnimationFrame(() => {
    if (lost()) {
      document.getElementById('main')?.focus();
    }
  });
}

function lost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function target(from: Route, to: Route, step?: string): HTMLElement | null {
  const find = (selector: string) => document.querySelector<HTMLElement>(`#main ${selector}`);
  if (to.view === 'camera') {
    const same = step === undefined ? null : find(`a[data-step="${step}"]`);
    return same ?? find('article h1') ?? document.getElementById('main');
  }
  const tile = from.view === 'camera' ? find(`[data-camera="${CSS.escape(from.id)}"]`) : null;
  return tile ?? document.getElementById('main');
}
