import { decoded } from '../address';

/** What the part of the address after # asks for. */
export type Route = { view: 'grid' } | CameraRoute | { view: 'stages' } | { view: 'unknown' };

/** A camera at full size; `shows` is the stage whose pictures are shown instead of the camera's own. */
export interface CameraRoute {
  view: 'camera';
  id: string;
  shows?: string;
}

/** The address of a camera's full view. */
export function cameraHash(id: string, shows?: string): string {
  const camera = `#/camera/${encodeURIComponent(id)}`;
  return shows === undefined ? camera : `${camera}?view=${encodeURIComponent(shows)}`;
}

export function routeOf(hash: string): Route {
  const [, camera, view] = /^#\/camera\/([^?]+)(?:\?view=(.+))?$/.exec(hash) ?? [];
  if (camera !== undefined) {
    const id = decoded(camera);
    const shows = view === undefined ? undefined : decoded(view);
    return id === undefined || (view !== undefined && shows === undefined) ? { view: 'unknown' } : { view: 'camera', id, shows };
  }
  return hash === '#/stages' ? { view: 'stages' } : { view: 'grid' };
}
