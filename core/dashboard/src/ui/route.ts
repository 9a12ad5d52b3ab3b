import { decoded } from '../address';

/** What the part of the address after # asks for. */
export type Route = { view: 'grid' } | { view: 'camera'; id: string } | { view: 'stages' } | { view: 'unknown' };

export function routeOf(hash: string): Route {
  const camera = /^#\/camera\/(.+)$/.exec(hash)?.[1];
  if (camera !== undefined) {
    const id = decoded(camera);
    return id === undefined ? { view: 'unknown' } : { view: 'camera', id };
  }
  return hash === '#/stages' ? { view: 'stages' } : { view: 'grid' };
}
