import { decoded } from '../address';
import { type EventFilter, filterOf } from '../events/filter';

/** What the part of the address after # asks for. */
export type Route = { view: 'grid' } | CameraRoute | EventsRoute | { view: 'stages' } | { view: 'unknown' };

/** A camera at full size; `shows` is the stage whose pictures are shown instead of the camera's own. */
export interface CameraRoute {
  view: 'camera';
  id: string;
  shows?: string;
}

/** What has happened; `open` is the id of the event that is looked at. */
export interface EventsRoute {
  view: 'events';
  filter: EventFilter;
  open?: string;
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
  const [events, query = ''] = /^#\/events(?:\?(.*))?$/.exec(hash) ?? [];
  if (events !== undefined) {
    return { view: 'events', filter: filterOf(query), open: new URLSearchParams(query).get('event') ?? undefined };
  }
  return hash === '#/stages' ? { view: 'stages' } : { view: 'grid' };
}
