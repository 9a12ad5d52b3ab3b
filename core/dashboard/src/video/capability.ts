/** How this browser can show video here, and why so. */

export type Mode = 'webcodecs' | 'mse' | 'jpeg';

export interface Capability {
  mode: Mode;
  reason: string;
  /** What the server is told to send, the best first. */
  accept: string[];
}

export interface Browser {
  secure: boolean;
  /** Whether VideoDecoder takes this codec; false where there is none. */
  decodes(codec: string): Promise<boolean>;
  /** Whether MediaSource takes this codec in MP4; false where there is none. */
  plays(codec: string): boolean;
  hasDecoder: boolean;
}

const H264 = 'avc1.4d401f';
const H265 = 'hvc1.1.6.L93.B0';

/** Chooses once for the page; `asked` is what the address asks for (?video=mse), to try a way out. */
export async function choose(browser: Browser, asked?: string | null): Promise<Capability> {
  const because = asked === null || asked === undefined ? '' : ` (asked for by ?video=${asked})`;
  if (browser.secure && browser.hasDecoder && (asked ?? 'webcodecs') === 'webcodecs' && (await browser.decodes(H264))) {
    const accept = (await browser.decodes(H265)) ? ['avc1', 'hvc1', 'jpeg'] : ['avc1', 'jpeg'];
    return { mode: 'webcodecs', reason: "WebCodecs: the camera's own video, decoded as it arrives" + because, accept };
  }
  const without = !browser.secure
    ? 'this address is neither https nor localhost, so the browser offers no WebCodecs'
    : browser.hasDecoder
      ? 'WebCodecs is not used here'
      : 'this browser has no WebCodecs';
  if (asked !== 'jpeg' && browser.plays(H264)) {
    return { mode: 'mse', reason: `MediaSource: ${without}${because}`, accept: ['avc1', 'jpeg'] };
  }
  return {
    mode: 'jpeg',
    reason: `JPEG pictures from the server: ${without}, and no H.264 in MediaSource${because}`,
    accept: ['jpeg'],
  };
}

export function thisBrowser(): Browser {
  const hasDecoder = typeof VideoDecoder !== 'undefined';
  return {
    secure: isSecureContext,
    hasDecoder,
    decodes: async (codec) => hasDecoder && (await VideoDecoder.isConfigSupported({ codec })).supported === true,
    plays: (codec) =>
      typeof MediaSource !== 'undefined' && MediaSource.isTypeSupported(`video/mp4; codecs="${codec}"`),
  };
}
