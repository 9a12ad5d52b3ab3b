import { useEffect, useRef, useState } from 'preact/hooks';
import { api, type View } from '../api';
import type { App } from '../app';
import { useStore } from '../store';
import { cameraHash } from './route';

const ASK_MILLIS = 5_000;
const LONGEST_PAUSE_MILLIS = 60_000;
const RETRY_MILLIS = 1_000;

/** What the camera's pipeline lately gave as pictures; asked again and again while the page is seen. */
export function useViews(app: App, camera: string): View[] {
  const [views, setViews] = useState<View[]>([]);
  const seen = useStore(app.pageVisible);
  useEffect(() => setViews([]), [camera]);
  useEffect(() => {
    if (!seen) {
      return undefined;
    }
    let wanted = true;
    let timer = 0;
    const ask = async (pause: number): Promise<void> => {
      let next = ASK_MILLIS;
      try {
        const list = await api.views(camera);
        if (wanted) {
          setViews(list);
        }
      } catch {
        // What is known stays: that the server does not answer is said by the page's banner.
        next = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
      }
      if (wanted) {
        timer = window.setTimeout(() => void ask(next), jittered(next));
      }
    };
    void ask(ASK_MILLIS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [camera, seen]);
  return views;
}

/** Which picture is shown: the camera's, or that of a stage that makes some. Nothing where there is no choice. */
export function ViewChoice({ camera, views, shows }: { camera: string; views: View[]; shows?: string }) {
  const names = views.map(({ name }) => name);
  if (shows !== undefined && !names.includes(shows)) {
    names.push(shows);
  }
  if (names.length === 0) {
    return null;
  }
  return (
    <label class="view-choice">
      <span>Picture</span>
      <select value={shows ?? ''} onChange={(event) => {
        location.hash = cameraHash(camera, event.currentTarget.value || undefined);
      }}>
        <option value="">camera</option>
        {names.map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
    </label>
  );
}

/** The pictures that a stage makes, one after the other, in place of the camera's. */
export function ViewPicture({ app, camera, view }: { app: App; camera: string; view: string }) {
  const image = useRef<HTMLImageElement>(null);
  const [failures, setFailures] = useState(0);
  const [round, setRound] = useState(0);
  const seen = useStore(app.pageVisible);
  useEffect(() => {
    const element = image.current;
    // An image that is taken out of the page goes on loading unless it is told to stop.
    return () => element?.removeAttribute('src');
  }, [camera, view, round, seen]);
  useEffect(() => {
    if (failures === 0) {
      return undefined;
    }
    const pause = Math.min(LONGEST_PAUSE_MILLIS, RETRY_MILLIS * 2 ** Math.min(failures - 1, 6));
    const timer = window.setTimeout(() => setRound((count) => count + 1), jittered(pause));
    return () => clearTimeout(timer);
  }, [failures]);
  const address = `api/cameras/${encodeURIComponent(camera)}/stream.mjpg?view=${encodeURIComponent(view)}&width=1920`;
  return (
    <div class="view-picture">
      {seen && (
        <img key={`${camera} ${view} ${round}`} ref={image} src={address} class={failures > 0 ? 'failed' : ''} alt={`What ${view} makes of ${camera}`}
          onLoad={() => setFailures(0)} onError={() => setFailures((count) => count + 1)} />
      )}
      {failures > 0 && (
        <div class="cover low"><p role="status">The stage {view} gives no pictures now. Trying again.</p></div>
      )}
    </div>
  );
}

function jittered(millis: number): number {
  return millis * (0.8 + 0.4 * Math.random());
}
