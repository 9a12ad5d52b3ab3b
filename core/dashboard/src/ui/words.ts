import type { Camera, CameraState } from '../live/protocol';

/** States and figures in words that an operator reads. */

export const STATE_WORDS: Record<CameraState, string> = {
  connecting: 'Connecting',
  live: 'Live',
  stalled: 'Stalled',
  lost: 'Lost',
  refused: 'Refused',
  ended: 'Ended',
  disabled: 'Disabled',
};

/** Without a connection a camera's state is not known, whatever it was before. */
export const UNKNOWN = 'unknown';
export type StateOnScreen = CameraState | typeof UNKNOWN;

export function stateWord(state: StateOnScreen): string {
  return state === UNKNOWN ? 'No connection' : STATE_WORDS[state];
}

const WHAT_IT_MEANS: Record<CameraState, string> = {
  connecting: 'Waiting for the first picture.',
  live: '',
  stalled: 'The connection stands, but no pictures arrive.',
  lost: 'The camera does not answer.',
  refused: 'The camera refuses the login or the address.',
  ended: 'The stream is over.',
  disabled: 'Switched off in the configuration.',
};

const WHAT_TO_DO: Record<CameraState, string> = {
  connecting: '',
  live: '',
  stalled: 'Osprey reconnects by itself.',
  lost: 'Osprey keeps trying by itself. Check that the camera has power and network.',
  refused: 'Correct its source in the configuration; it is taken over while running.',
  ended: '',
  disabled: '',
};

export function stateOf(camera: Camera): CameraState {
  return camera.state !== undefined && camera.state in STATE_WORDS ? camera.state : 'connecting';
}

/** The server's own words where there are any, else what the state means. Empty while all is well. */
export function explanation(camera: Camera): string {
  const state = stateOf(camera);
  if (state === 'live') {
    return '';
  }
  return firstFilled(camera.stateMessage, camera.lastError) ?? WHAT_IT_MEANS[state];
}

/** What to do about the state; empty where there is nothing to do. */
export function advice(camera: Camera): string {
  return WHAT_TO_DO[stateOf(camera)];
}

function firstFilled(...texts: (string | undefined | null)[]): string | undefined {
  return texts.find((text): text is string => typeof text === 'string' && text.trim() !== '');
}

export function figure(value: number | undefined | null, digits = 0): string {
  return typeof value === 'number' && Number.isFinite(value) ? value.toFixed(digits) : '–';
}

/** A number a second: tenths where it is small, as half an analysis a second is neither none nor one. */
export function rate(value: number | undefined | null): string {
  return figure(value, typeof value === 'number' && value < 9.95 && value > 0 ? 1 : 0);
}

/** Milliseconds below a second, else seconds. */
export function latency(millis: number | undefined): { value: string; unit: string } {
  return millis !== undefined && millis >= 999.5 ? { value: figure(millis / 1000, 1), unit: 's' } : { value: figure(millis), unit: 'ms' };
}

export function bitRate(kbps: number | undefined): string {
  if (typeof kbps !== 'number') {
    return '–';
  }
  return kbps >= 1000 ? `${(kbps / 1000).toFixed(1)} Mbit/s` : `${Math.round(kbps)} kbit/s`;
}

export function size(width: number | undefined, height: number | undefined): string {
  return width && height ? `${width} × ${height}` : '–';
}
