import type { CloudEvent, EventPage } from './events/event';
import type { Camera } from './live/protocol';
import type { Zone } from './zones/outline';

/** The HTTP API as this page uses it. */

export type Secret = { code: string } | { token: string };

export interface Session {
  name?: string;
  role?: string;
}

/** Pictures that a stage of the camera's pipeline makes, by the stage's name. */
export interface View {
  name: string;
  width: number;
  height: number;
}

/** An answer other than 2xx, in the server's words where it gave a problem document (RFC 9457). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const DEADLINE_MILLIS = 15_000;

async function request(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(DEADLINE_MILLIS),
    headers: body === undefined ? { accept: 'application/json' } : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new ApiError(response.status, problem(text) ?? `the server answered ${response.status}`);
  }
  return text === '' ? undefined : JSON.parse(text);
}

function problem(text: string): string | undefined {
  try {
    const { title, detail } = JSON.parse(text) as { title?: string; detail?: string };
    return detail ?? title;
  } catch {
    return undefined;
  }
}

export const api = {
  session: () => request('GET', 'api/session') as Promise<Session>,
  signIn: (secret: Secret) => request('POST', 'api/session', secret) as Promise<Session | undefined>,
  signOut: () => request('DELETE', 'api/session', {}),
  cameras: async (): Promise<Camera[]> => {
    const answer = await request('GET', 'api/cameras');
    const list = Array.isArray(answer) ? answer : ((answer as { cameras?: unknown[] })?.cameras ?? []);
    return (list as Camera[]).filter((camera) => typeof camera?.id === 'string');
  },
  views: (camera: string) => request('GET', `api/cameras/${encodeURIComponent(camera)}/views`) as Promise<View[]>,
  /** The newest first. */
  events: (query: URLSearchParams) => request('GET', `api/events?${query}`) as Promise<EventPage>,
  event: (id: string) => request('GET', `api/events/${encodeURIComponent(id)}`) as Promise<CloudEvent>,
  zones: (camera: string) => request('GET', `api/cameras/${encodeURIComponent(camera)}/zones`) as Promise<Zone[]>,
  putZone: (camera: string, name: string, settings: object) =>
    request('PUT', `api/cameras/${encodeURIComponent(camera)}/zones/${encodeURIComponent(name)}`, settings),
  removeZone: (camera: string, name: string) =>
    request('DELETE', `api/cameras/${encodeURIComponent(camera)}/zones/${encodeURIComponent(name)}`, {}),
  list: async (path: 'stages' | 'models'): Promise<Record<string, unknown>[]> => {
    const answer = await request('GET', `api/${path}`);
    const list = Array.isArray(answer) ? answer : ((answer as Record<string, unknown>)?.[path] ?? []);
    return list as Record<string, unknown>[];
  },
};
