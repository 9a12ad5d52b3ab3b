import type { Capability } from '../video/capability';

/** Why a camera's picture comes as it does: in words, without the full stop. */
export function modeReason({ mode, capability, fallback, waitingFor, codec }: {
  mode: string;
  capability: Capability;
  /** Why this page asked for JPEG; empty where it did not. */
  fallback: string;
  /** Why the server sends no video until the next key frame; empty where it does. */
  waitingFor: string;
  /** As the server announced it. */
  codec: string | undefined;
}): string {
  if (mode === capability.mode) {
    return capability.reason;
  }
  if (fallback !== '') {
    return `JPEG pictures from the server: ${fallback}`;
  }
  if (waitingFor !== '') {
    return `JPEG pictures from the server until the next key frame: ${waitingFor}`;
  }
  return codec === 'jpeg'
    ? 'JPEG: the camera itself sends JPEG pictures'
    : `JPEG pictures from the server: this viewer fell behind, or the browser cannot decode the camera's ${codec ?? 'codec'}`;
}
