import { decoded } from '../address';
import type { Secret } from '../api';

/** What was pasted to sign in with: a whole address or `code=…` is a one-time code, a bare text a token. */
export function secretOf(pasted: string): Secret {
  const code = /(?:^|[#?&])code=([^&\s]+)/.exec(pasted)?.[1];
  return code === undefined ? { token: pasted } : { code: decoded(code) ?? code };
}
